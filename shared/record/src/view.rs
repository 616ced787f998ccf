//! What a screen shows of a document: plain data, every value of every field with who wrote it.

use crate::case::{self, CaseView};
use crate::document::{Document, Reader};
use crate::people::{self, PeopleView};
use crate::review::Review;
use crate::story::{self, StoryView};
use crate::studio::{self, StudioView};
use minicbor::{Decode, Encode};
use shared::ids::DocKind;

/// What a screen shows of a document.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub enum View {
    /// A case.
    #[n(0)]
    Case(#[n(0)] Box<CaseView>),
    /// Its story.
    #[n(1)]
    Story(#[n(0)] Box<StoryView>),
    /// Its people.
    #[n(2)]
    People(#[n(0)] Box<PeopleView>),
    /// The studio.
    #[n(3)]
    Studio(#[n(0)] Box<StudioView>),
}

impl View {
    /// What is to be reviewed in the document.
    pub fn review(&self) -> &Review {
        match self {
            View::Case(view) => &view.review,
            View::Story(view) => &view.review,
            View::People(view) => &view.review,
            View::Studio(view) => &view.review,
        }
    }
}

impl Document {
    /// What a screen shows; `None` for kinds that this version keeps but does not show.
    pub fn view(&self) -> Option<View> {
        match self.kind() {
            DocKind::Case => Some(View::Case(Box::new(self.case_view()))),
            DocKind::Story => Some(View::Story(Box::new(story::read(Reader::new(self))))),
            DocKind::People => Some(View::People(Box::new(people::read(Reader::new(self))))),
            DocKind::Studio => Some(View::Studio(Box::new(studio::read(Reader::new(self))))),
            DocKind::Roll
            | DocKind::Slip
            | DocKind::Aside
            | DocKind::Roster
            | DocKind::Activity
            | DocKind::Study
            | DocKind::Publicity
            | DocKind::Care
            | DocKind::Output
            | DocKind::Member
            | DocKind::Directory
            | DocKind::Venue
            | DocKind::Figures
            | DocKind::Other(_) => None,
        }
    }

    pub(crate) fn case_view(&self) -> CaseView {
        case::read(Reader::new(self))
    }

    pub(crate) fn review(&self) -> Review {
        self.view().map(|view| view.review().clone()).unwrap_or_default()
    }
}
