//! A long list of which only the rows in sight exist.
//!
//! The rows have one height, read from the first of them, so the text size needs no second table here. The room above and
//! below is held by an SVG attribute: the policy of the page forbids inline styles.

use web_sys::Element;
use yew::prelude::*;

/// Rows drawn before and after those in sight, so that a flick shows no gap.
const SPARE_ROWS: usize = 12;

/// Rows drawn before the first measurement, and where there is nothing to measure.
const FIRST_ROWS: usize = 40;

/// The height of a row until one has been measured.
const ROW_PX: usize = 84;

/// Which rows to draw.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Sight {
    first: usize,
    count: usize,
    row_px: usize,
}

impl Sight {
    /// What is in sight of a list scrolled by `top_px` in a pane of `height_px`. Moves in steps, so that most scrolling
    /// draws nothing.
    fn of(top_px: usize, height_px: usize, row_px: usize) -> Self {
        let row_px = row_px.max(1);
        let at = (top_px / row_px).saturating_sub(SPARE_ROWS);
        Sight { first: at - at % SPARE_ROWS, count: height_px / row_px + 4 * SPARE_ROWS, row_px }
    }

    fn rows(self, total: usize) -> std::ops::Range<usize> {
        // A list that became shorter while it was scrolled far down still shows its end.
        let first = self.first.min(total.saturating_sub(self.count));
        first..(first + self.count).min(total)
    }
}

/// Props of [`Window`].
#[derive(Properties, PartialEq)]
pub struct WindowProps {
    /// How many rows there are.
    pub total: usize,
    /// Draws a row: a keyed `<li>`.
    pub row: Callback<usize, Html>,
    /// What the list holds, for readers.
    pub label: AttrValue,
}

/// A windowed list.
#[component]
pub fn Window(props: &WindowProps) -> Html {
    let node = use_node_ref();
    let sight = use_state_eq(|| Sight { first: 0, count: FIRST_ROWS, row_px: ROW_PX });
    let look = {
        let (node, sight) = (node.clone(), sight.setter());
        move || {
            if let Some(pane) = node.cast::<Element>() {
                sight.set(measure(&pane));
            }
        }
    };
    {
        let look = look.clone();
        use_effect_with(props.total, move |_| look());
    }
    let onscroll = Callback::from(move |_: Event| look());
    let rows = sight.rows(props.total);
    let above = rows.start * sight.row_px;
    let below = props.total.saturating_sub(rows.end) * sight.row_px;
    html! {
        <div class="window" ref={node} {onscroll} tabindex="-1">
            <svg class="space" width="1" height={above.to_string()} aria-hidden="true"></svg>
            <ul class="window-rows" aria-label={props.label.clone()}>
                for at in rows {
                    { props.row.emit(at) }
                }
            </ul>
            <svg class="space" width="1" height={below.to_string()} aria-hidden="true"></svg>
        </div>
    }
}

fn measure(pane: &Element) -> Sight {
    let row_px = pane.query_selector("li").ok().flatten().map_or(ROW_PX, |row| pixels(row.client_height()));
    Sight::of(pixels(pane.scroll_top()), pixels(pane.client_height()), row_px)
}

fn pixels(measured: i32) -> usize {
    usize::try_from(measured).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rows_in_sight_are_always_drawn() {
        for top_row in [0, 1, 11, 12, 13, 500, 9_991] {
            let rows = Sight::of(top_row * 84, 800, 84).rows(10_000);
            assert!(rows.contains(&top_row) && rows.contains(&(top_row + 800 / 84).min(9_999)), "{top_row}");
            assert!(rows.len() < 80, "{} rows for one screen", rows.len());
        }
    }

    #[test]
    fn a_list_that_shrank_shows_its_end() {
        let far_down = Sight::of(9_000 * 84, 800, 84);
        assert_eq!(far_down.rows(3), 0..3);
        assert_eq!(far_down.rows(0), 0..0);
    }

    #[test]
    fn a_row_without_height_does_no_harm() {
        assert!(!Sight::of(100, 100, 0).rows(10).is_empty());
    }
}
