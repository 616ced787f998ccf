//! The small parts that pages are made of: props in, callback out, no knowledge of the engine.

mod brand;
mod button;
mod dialog;
mod face;
mod icon;
mod notice;
mod qr;
mod sure;
mod tick;
mod undo;

pub mod choice;
pub mod draft;
pub mod field;
pub mod text;
pub mod window;

pub use brand::Brand;
pub use button::{Button, Weight};
pub use dialog::Sheet;
pub use face::Face;
pub use icon::{Icon, Shape};
pub use notice::{Blank, Notice, Tone, Wrong};
pub use qr::Qr;
pub use sure::Sure;
pub use tick::{TickMark, tick_message};
pub use undo::{Became, Undo};
