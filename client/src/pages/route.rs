//! Where one can be. The addresses are kept plain, so that a link that was sent stays good.

use record::names::ItemId;
use shared::ids::DocId;
use yew_router::prelude::*;

/// A place in the application.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Routable)]
pub enum Route {
    /// What waits for me.
    #[at("/")]
    Today,
    /// All cases.
    #[at("/cases")]
    Cases,
    /// One case.
    #[at("/cases/:case")]
    Case {
        /// Its `case` document.
        case: DocId,
    },
    /// One interview of a case.
    #[at("/cases/:case/interviews/:interview")]
    Interview {
        /// The `case` document.
        case: DocId,
        /// The interview.
        interview: ItemId,
    },
    /// What must be looked at.
    #[at("/review")]
    Review,
    /// The people of the studio.
    #[at("/people")]
    People,
    /// Oneself and the settings.
    #[at("/me")]
    Me,
    /// The link that the relay printed at its first start; the secret stands behind `#`.
    #[at("/found")]
    Found,
    /// An invitation; the secret stands behind `#`.
    #[at("/join")]
    Join,
    /// An address that leads nowhere.
    #[not_found]
    #[at("/lost")]
    Lost,
}

/// The entries of the rail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Section {
    /// Today.
    Today,
    /// Cases, and all that is inside one.
    Cases,
    /// Review.
    Review,
    /// People.
    People,
    /// Oneself.
    Me,
    /// None of them.
    Outside,
}

impl Route {
    /// Which entry of the rail is lit.
    pub fn section(&self) -> Section {
        match self {
            Route::Today => Section::Today,
            Route::Cases | Route::Case { .. } | Route::Interview { .. } => Section::Cases,
            Route::Review => Section::Review,
            Route::People => Section::People,
            Route::Me => Section::Me,
            Route::Found | Route::Join | Route::Lost => Section::Outside,
        }
    }
}
