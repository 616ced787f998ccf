//! Documents, edits, views and review rules.
