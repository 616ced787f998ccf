//! Line drawings of one hand. An icon never stands alone: a word is beside it, so readers are told to pass it over.

use yew::prelude::*;

/// What an icon shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// Today: a sun.
    Today,
    /// Cases: folders.
    Cases,
    /// Review: a pair of scales.
    Review,
    /// People.
    People,
    /// Oneself and the settings.
    Me,
    /// Something new.
    Add,
    /// Looking for something.
    Search,
    /// One step back.
    Back,
    /// One step on.
    Next,
    /// Away with it.
    Close,
    /// Everything has arrived.
    Delivered,
    /// At the relay, not further yet.
    Kept,
    /// On its way.
    Sending,
    /// No network.
    Offline,
    /// Somebody must look.
    Attention,
    /// A talk.
    Talk,
    /// Somebody came by.
    Visit,
    /// A note.
    Note,
    /// A step of the status.
    Step,
    /// A change of a field.
    Pen,
    /// A phone.
    Phone,
    /// A key: passphrases and codes.
    Key,
    /// Locking.
    Lock,
    /// Paper from a printer.
    Print,
    /// A square code.
    Code,
    /// Two versions.
    Versions,
    /// An empty tray.
    Empty,
}

impl Shape {
    fn path(self) -> &'static str {
        match self {
            Shape::Today => {
                "M12 8a4 4 0 1 1 0 8 4 4 0 0 1 0-8ZM12 2v2.5M12 19.5V22M2 12h2.5M19.5 12H22M4.9 4.9l1.8 1.8M17.3 17.3l1.8 1.8M19.1 4.9l-1.8 1.8M6.7 17.3l-1.8 1.8"
            }
            Shape::Cases => {
                "M3 7.5V18a2 2 0 0 0 2 2h14a2 2 0 0 0 2-2V9a2 2 0 0 0-2-2h-7L10 4.5H5a2 2 0 0 0-2 2ZM3 11h18"
            }
            Shape::Review => {
                "M12 3v18M7 21h10M5 6.5 12 5l7 1.5M5 6.5 2.5 13h5L5 6.5ZM19 6.5 16.5 13h5L19 6.5Z"
            }
            Shape::People => {
                "M9 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7ZM2.5 20c0-3.6 2.9-6 6.5-6s6.5 2.4 6.5 6M16 4.3a3.5 3.5 0 0 1 0 6.4M18 14.4c2.2.8 3.5 2.8 3.5 5.6"
            }
            Shape::Me => "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8ZM4.5 21c0-4 3.3-6.5 7.5-6.5s7.5 2.5 7.5 6.5",
            Shape::Add => "M12 5v14M5 12h14",
            Shape::Search => "M10.5 17a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13ZM15.5 15.5 20.5 20.5",
            Shape::Back => "M15 5l-7 7 7 7",
            Shape::Next => "M9 5l7 7-7 7",
            Shape::Close => "M6 6l12 12M18 6 6 18",
            Shape::Delivered => "M2.5 12.5l4.5 4.5L16 8M11 16l1.5 1.5L22 8",
            Shape::Kept => "M5 12.5l4.5 4.5L19.5 7",
            Shape::Sending => {
                "M7 18a4.5 4.5 0 0 1-.6-9 6 6 0 0 1 11.6 1.5A3.8 3.8 0 0 1 17.5 18M12 20v-8M9 14.5l3-3 3 3"
            }
            Shape::Offline => "M7 18a4.5 4.5 0 0 1-.6-9 6 6 0 0 1 11.6 1.5A3.8 3.8 0 0 1 17.5 18H7Z",
            Shape::Attention => "M12 3.5 22 20H2L12 3.5ZM12 10v4.5M12 17.2v.1",
            Shape::Talk => "M4 5h12v9H9l-4 3.5V14H4V5ZM19 9h1.5v8H19v3l-3.5-3H11",
            Shape::Visit => "M6 21V3.5h12V21M3 21h18M14.5 12v.6",
            Shape::Note => "M5 3h14v13l-5 5H5V3ZM14 21v-5h5M8.5 8h7M8.5 12h7",
            Shape::Step => "M4 12h15M13 6l6 6-6 6",
            Shape::Pen => "M4 20l1-4L16.5 4.5l3 3L8 19l-4 1ZM14.5 6.5l3 3",
            Shape::Phone => {
                "M5 3.5h4l1.5 5-2.5 2a12 12 0 0 0 5.5 5.5l2-2.5 5 1.5v4a1.5 1.5 0 0 1-1.7 1.5C10.5 20 4 13.5 3.5 5.2A1.5 1.5 0 0 1 5 3.5Z"
            }
            Shape::Key => {
                "M14.5 3.5a6 6 0 1 1-4.7 9.7L8.5 14.5V17H6v2.5H3V16.5l6.7-6.7A6 6 0 0 1 14.5 3.5ZM16 7.9v.1"
            }
            Shape::Lock => "M5 10.5h14V21H5V10.5ZM8 10.5V7a4 4 0 0 1 8 0v3.5M12 15v2",
            Shape::Print => "M7 8V3h10v5M7 17H4V8h16v9h-3M7 14h10v7H7v-7Z",
            Shape::Code => {
                "M4 4h6v6H4V4ZM14 4h6v6h-6V4ZM4 14h6v6H4v-6ZM14 14h2.5v2.5M20 14v.1M20 17.5V20h-3M14 20v-.500"
            }
            Shape::Versions => "M8 8h12v12H8V8ZM16 8V4H4v12h4",
            Shape::Empty => "M3 13l3-8h12l3 8v6H3v-6ZM3 13h5.5l1.5 2.5h4l1.5-2.5H21",
        }
    }
}

/// Props of [`Icon`].
#[derive(Properties, PartialEq)]
pub struct IconProps {
    /// What it shows.
    pub shape: Shape,
}

/// An icon as high as the words beside it.
#[component]
pub fn Icon(props: &IconProps) -> Html {
    html! { <svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><path d={props.shape.path()} /></svg> }
}
