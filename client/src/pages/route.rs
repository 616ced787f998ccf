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
        interview: ItemName,
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
            Route::Lost => Section::Outside,
        }
    }
}

/// The name of an item in an address: hexadecimal digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ItemName(pub ItemId);

impl std::fmt::Display for ItemName {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

impl std::str::FromStr for ItemName {
    type Err = shared::ids::BadName;

    fn from_str(hex: &str) -> Result<Self, Self::Err> {
        // An item has as many bytes as a document, and is written in the same way.
        hex.parse::<DocId>().map(|it| ItemName(ItemId(it.0)))
    }
}
