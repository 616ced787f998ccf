//! A square code, drawn as one SVG path.

use qrcode::{EcLevel, QrCode};
use yew::prelude::*;

/// Blank modules around a code, as the standard asks.
const MARGIN: usize = 4;

/// Props of [`Qr`].
#[derive(Properties, PartialEq)]
pub struct QrProps {
    /// What the code says.
    pub text: AttrValue,
    /// What it is, for readers.
    pub label: AttrValue,
}

/// A square code. What is too long for one is shown as text, so that it can be copied.
#[component]
pub fn Qr(props: &QrProps) -> Html {
    let Ok(code) = QrCode::with_error_correction_level(props.text.as_bytes(), EcLevel::M) else {
        return html! { <p class="written">{ &props.text }</p> };
    };
    let side = code.width() + 2 * MARGIN;
    html! {
        <svg class="qr" viewBox={format!("0 0 {side} {side}")} shape-rendering="crispEdges" role="img">
            <title>{ &props.label }</title>
            <path fill="#000000" d={path(&code)} />
        </svg>
    }
}

fn path(code: &QrCode) -> String {
    let width = code.width();
    let dark = code.to_colors();
    let squares = dark.iter().enumerate().filter(|(_, colour)| **colour == qrcode::Color::Dark);
    squares.map(|(at, _)| format!("M{} {}h1v1h-1z", at % width + MARGIN, at / width + MARGIN)).collect()
}
