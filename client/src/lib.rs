//! The tablet: what people see, and the engine behind it.
//!
//! Reading order: `pages` are the screens, made of `components`, speaking through `words`.

pub mod browser;
pub mod components;
pub mod engine;
pub mod hooks;
pub mod pages;
pub mod words;
