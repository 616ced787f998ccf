//! The story of a case: its title, what was asked and told, visits, interviews, notes, and the reasons for steps and
//! decisions.

mod edit;
mod field;
mod interview;
mod keys;
mod view;
mod visit;
mod write;

pub use edit::Edit;
pub use field::{Line, SetOf, TextField, TimeOf};
pub use interview::{InterviewView, ParagraphView, QuestionView};
pub use view::{NoteView, ReasonView, StoryView};
pub use visit::VisitView;

pub(crate) use keys::stops;
pub(crate) use view::read;
pub(crate) use write::write;
