//! What is asked beside the socket: see [`shared::api`].

mod enter;
mod keep;
mod session;

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use axum::Router;
use axum::body::Bytes;
use axum::extract::{ConnectInfo, DefaultBodyLimit, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::middleware::map_response_with_state;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use minicbor::{Decode, Encode};
use shared::api::{ApiCode, ApiError, Challenge, MEDIA_TYPE, path};
use shared::codec;

use crate::app::App;
use crate::store::StoreError;
use crate::system::now_ms;

/// The most bytes of a body: a founding with its first entries.
const BODY_MAX: usize = 256 << 10;

/// Every question, and who answers it.
pub(crate) fn routes(app: Arc<App>) -> Router {
    Router::new()
        .route(path::CHALLENGE, get(challenge))
        .route(path::FOUND, post(enter::found))
        .route(path::SALT, post(enter::salt))
        .route(path::LOGIN, post(enter::log_in))
        .route(path::RECOVER, post(enter::recover))
        .route(path::OPEN_INVITATION, post(enter::open_invitation))
        .route(path::JOIN, post(enter::join))
        .route(path::INVITATION, post(keep::invitation))
        .route(path::VAULT, post(keep::vault))
        .route(path::PASSPHRASE, post(keep::passphrase))
        .route(path::SERIES, post(keep::number))
        .route(path::SESSION, post(session::open))
        .route(path::LOGOUT, post(session::log_out))
        .route(path::SOCKET, get(crate::socket::upgrade))
        .layer(DefaultBodyLimit::max(BODY_MAX))
        .layer(map_response_with_state(app.clone(), count))
        .with_state(app)
}

/// Counts what was answered with an error, by whichever part.
async fn count(State(app): State<Arc<App>>, response: Response) -> Response {
    if response.status().is_client_error() || response.status().is_server_error() {
        app.metrics.refused_question();
    }
    response
}

/// An answer that is not a 200.
pub(crate) struct Refusal(ApiError);

impl<E: Into<ApiError>> From<E> for Refusal {
    fn from(error: E) -> Self {
        Self(error.into())
    }
}

/// The store's trouble as whoever asks is told.
fn stored(error: StoreError) -> Refusal {
    tracing::error!("a question could not be answered: {error}");
    ApiCode::Disk.into()
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let status = match self.0.code {
            ApiCode::Malformed | ApiCode::Vault | ApiCode::Unreadable => StatusCode::BAD_REQUEST,
            ApiCode::Origin | ApiCode::Refused => StatusCode::FORBIDDEN,
            ApiCode::Session | ApiCode::LogIn | ApiCode::Token => StatusCode::UNAUTHORIZED,
            ApiCode::Absent | ApiCode::InvitationUnknown | ApiCode::SheetUnknown => StatusCode::NOT_FOUND,
            ApiCode::InvitationUsed | ApiCode::InvitationExpired => StatusCode::GONE,
            ApiCode::LoginTaken
            | ApiCode::InvitationTaken
            | ApiCode::VaultOlder
            | ApiCode::Moved
            | ApiCode::LabelTaken => StatusCode::CONFLICT,
            ApiCode::Wait => StatusCode::TOO_MANY_REQUESTS,
            ApiCode::Disk => StatusCode::INSUFFICIENT_STORAGE,
            ApiCode::Busy => StatusCode::SERVICE_UNAVAILABLE,
        };
        (status, [(header::CONTENT_TYPE, MEDIA_TYPE)], codec::encode(&self.0)).into_response()
    }
}

type Answered = Result<Response, Refusal>;

/// A question as it came in.
struct Asked<'a> {
    app: &'a App,
    address: IpAddr,
    headers: &'a HeaderMap,
}

impl Asked<'_> {
    /// Reads the body, once the page's origin and the number of questions are in order.
    fn read<'b, Q: Decode<'b, ()>>(&self, body: &'b [u8]) -> Result<Q, Refusal> {
        let origin = self.headers.get(header::ORIGIN).and_then(|value| value.to_str().ok());
        if !origin.is_some_and(|origin| self.app.knows_origin(origin)) {
            return Err(ApiCode::Origin.into());
        }
        self.app.count_try(self.address, "question", self.app.limits.questions).map_err(ApiError::wait)?;
        codec::decode(body).ok_or_else(|| ApiCode::Malformed.into())
    }

    /// Counts a try to come in.
    fn count_login(&self) -> Result<(), Refusal> {
        Ok(self.app.count_try(self.address, "login", self.app.limits.logins).map_err(ApiError::wait)?)
    }
}

fn answer<A: Encode<()>>(answer: &A) -> Response {
    ([(header::CONTENT_TYPE, MEDIA_TYPE)], codec::encode(answer)).into_response()
}

fn with_cookie(mut response: Response, cookie: &str) -> Response {
    if let Ok(value) = HeaderValue::from_str(cookie) {
        response.headers_mut().append(header::SET_COOKIE, value);
    }
    response
}

async fn challenge(State(app): State<Arc<App>>, ConnectInfo(peer): ConnectInfo<SocketAddr>) -> Answered {
    app.count_try(peer.ip(), "question", app.limits.questions).map_err(ApiError::wait)?;
    Ok(answer(&Challenge { nonce: app.nonce(), now_ms: now_ms() }))
}
