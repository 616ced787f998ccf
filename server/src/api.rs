//! What is asked beside the socket: see [`shared::api`].

mod enter;
mod keep;
mod session;
mod tray;

use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, FromRequest, FromRequestParts, Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::middleware::{Next, from_fn_with_state, map_response_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodRouter, get, post};
use minicbor::{Decode, Encode};
use shared::api::{ApiCode, ApiError, Challenge, MEDIA_TYPE};
use shared::codec;
use tower_http::timeout::TimeoutLayer;

use crate::app::App;
use crate::door::{Asker, Crowded};
use crate::routes::Route;
use crate::store::StoreError;

/// The most bytes of a body: a joining with its vault.
const BODY_MAX: usize = 64 << 10;
/// A founding comes with its first entries.
const FOUNDING_MAX: usize = 256 << 10;
/// Whoever takes longer to hand in a question is let go.
const ANSWER_WITHIN: Duration = Duration::from_secs(30);

/// Every question, and who answers it.
pub(crate) fn routes(app: Arc<App>) -> Router {
    let questions = Route::ALL.into_iter().filter_map(|route| Some((route.path(), answerer(route)?)));
    questions
        .fold(Router::new(), |router, (path, answerer)| router.route(path, answerer))
        .route_layer(DefaultBodyLimit::max(BODY_MAX))
        .route_layer(TimeoutLayer::with_status_code(StatusCode::REQUEST_TIMEOUT, ANSWER_WITHIN))
        .route_layer(from_fn_with_state(app.clone(), one_of_few))
        .route(Route::Socket.path(), get(crate::socket::upgrade))
        .layer(map_response_with_state(app.clone(), count))
        .with_state(app)
}

/// Who answers a question; nobody, if it is none.
fn answerer(route: Route) -> Option<MethodRouter<Arc<App>>> {
    Some(match route {
        Route::Challenge => get(challenge),
        Route::Found => post(enter::found).layer(DefaultBodyLimit::max(FOUNDING_MAX)),
        Route::Salt => post(enter::salt),
        Route::LogIn => post(enter::log_in),
        Route::Recover => post(enter::recover),
        Route::OpenInvitation => post(enter::open_invitation),
        Route::Join => post(enter::join),
        Route::KeepInvitation => post(keep::invitation),
        Route::KeepVault => post(keep::vault),
        Route::ChangePassphrase => post(keep::passphrase),
        Route::DrawNumber => post(keep::number),
        Route::LookIntoTray => post(tray::look),
        Route::DismissFromTray => post(tray::dismiss),
        Route::NewestVault => post(keep::newest_vault),
        Route::OpenSession => post(session::open),
        Route::LogOut => post(session::log_out),
        Route::Health | Route::Ready | Route::Metrics | Route::Trust | Route::Socket => return None,
    })
}

/// Answers so many questions of an address at once; a body is not read before it is its turn.
async fn one_of_few(
    State(app): State<Arc<App>>,
    Asker(address): Asker,
    request: Request,
    next: Next,
) -> Response {
    match app.seats.question(address) {
        Ok(_place) => next.run(request).await,
        Err(Crowded) => Refusal::from(ApiCode::Busy).into_response(),
    }
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

/// Whoever asks.
struct Caller {
    app: Arc<App>,
    address: IpAddr,
    headers: HeaderMap,
}

/// A question, from a page of a known origin that has not asked too much.
struct Asked<Q>(Caller, Q);

impl<Q: for<'b> Decode<'b, ()>> FromRequest<Arc<App>> for Asked<Q> {
    type Rejection = Response;

    async fn from_request(request: Request, app: &Arc<App>) -> Result<Self, Response> {
        let (mut parts, body) = request.into_parts();
        let Ok(Asker(address)) = Asker::from_request_parts(&mut parts, app).await;
        let caller = Caller { app: app.clone(), address, headers: parts.headers.clone() };
        let body = Bytes::from_request(Request::from_parts(parts, body), app).await;
        let question = caller.read(&body.map_err(IntoResponse::into_response)?);
        question.map(|question| Self(caller, question)).map_err(IntoResponse::into_response)
    }
}

impl Caller {
    /// Reads the body, once the page's origin and the number of questions are in order.
    fn read<'b, Q: Decode<'b, ()>>(&self, body: &'b [u8]) -> Result<Q, Refusal> {
        if !self.origin().is_some_and(|origin| self.app.knows_origin(origin)) {
            return Err(ApiCode::Origin.into());
        }
        self.count("question", self.app.limits.questions)?;
        codec::decode(body).ok_or_else(|| ApiCode::Malformed.into())
    }

    /// Where the page that asks was opened.
    fn origin(&self) -> Option<&str> {
        self.headers.get(header::ORIGIN).and_then(|value| value.to_str().ok())
    }

    /// Counts a try to come in.
    fn count_login(&self) -> Result<(), Refusal> {
        self.count("login", self.app.limits.logins)
    }

    fn count(&self, what: &str, max: u32) -> Result<(), Refusal> {
        let now_ms = self.app.clock.now_ms();
        Ok(self.app.tries.of_address(self.address, what, max, now_ms).map_err(ApiError::wait)?)
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

async fn challenge(State(app): State<Arc<App>>, Asker(address): Asker) -> Answered {
    let now_ms = app.clock.now_ms();
    app.tries.of_address(address, "question", app.limits.questions, now_ms).map_err(ApiError::wait)?;
    Ok(answer(&Challenge { nonce: app.nonce().ok_or(ApiCode::Busy)?, now_ms }))
}
