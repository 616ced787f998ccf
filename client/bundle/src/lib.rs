//! Builds the client.
