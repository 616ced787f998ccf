//! Every address the relay answers.

use std::sync::Arc;

use crate::app::App;
use crate::routes::Route;
use crate::{Config, api, headers, lan};
use axum::Router;
use axum::extract::State;
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderName, StatusCode};
use axum::routing::get;

/// Every address the relay answers; whatever is not named here belongs to the client.
pub(crate) fn router(config: &Config, app: Arc<App>, client: Router) -> Router {
    let mut router = Router::new()
        .route(Route::Health.path(), get(health))
        .route(Route::Ready.path(), get(ready))
        .route(Route::Metrics.path(), get(metrics))
        .with_state(app.clone())
        .merge(api::routes(app));
    if config.lan {
        router = router.merge(lan::routes(&config.data));
    }
    headers::add(router.fallback_service(client), config.is_https())
}

/// The relay runs. Says nothing about whether it can do its work.
async fn health() -> &'static str {
    "ok\n"
}

/// The relay can do its work: the disk takes entries.
async fn ready(State(app): State<Arc<App>>) -> (StatusCode, &'static str) {
    if app.space.is_ready() {
        return (StatusCode::OK, "ready\n");
    }
    (StatusCode::SERVICE_UNAVAILABLE, "the disk is nearly full or failing: entries are refused\n")
}

/// Figures for Prometheus.
async fn metrics(State(app): State<Arc<App>>) -> ([(HeaderName, &'static str); 1], String) {
    ([(CONTENT_TYPE, "text/plain; version=0.0.4")], app.metrics.page())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::assets;
    use crate::headers::CONTENT_SECURITY_POLICY;
    use axum::body::Body;
    use axum::http::{HeaderMap, Request, StatusCode};
    use std::fs;
    use std::path::PathBuf;
    use tower::ServiceExt;

    async fn ask(config: &Config, path: &str) -> (StatusCode, HeaderMap) {
        let request = Request::get(path).body(Body::empty()).unwrap();
        let folder = std::env::temp_dir().join(format!("parlor-router-{}-{}", std::process::id(), next()));
        fs::create_dir_all(&folder).unwrap();
        let own = Config { data: folder.clone(), ..config.clone() };
        let ledger = crate::ledger::Ledger::open(&folder).unwrap();
        let app = App::open(&own, ledger, Vec::new()).unwrap();
        let client = assets::service(config.client.as_deref());
        let answer = router(config, app, client).oneshot(request).await.unwrap();
        fs::remove_dir_all(folder).unwrap();
        (answer.status(), answer.headers().clone())
    }

    fn next() -> u32 {
        static COUNT: std::sync::atomic::AtomicU32 = std::sync::atomic::AtomicU32::new(0);
        COUNT.fetch_add(1, std::sync::atomic::Ordering::Relaxed)
    }

    fn client(name: &str) -> PathBuf {
        let folder = std::env::temp_dir().join(format!("parlor-{name}-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        for file in ["index.html", "sw.js", "manifest.webmanifest", "page.0123456789abcdef.js"] {
            fs::write(folder.join(file), file).unwrap();
        }
        folder
    }

    #[tokio::test]
    async fn every_answer_carries_the_policy_and_only_tls_asks_to_stay() {
        for lan in [false, true] {
            let config = Config { lan, ..Config::new("nowhere") };
            for path in ["/", "/cases", "/healthz", "/metrics", "/missing.js", "/api/missing", "/trust.crt"] {
                let (_, headers) = ask(&config, path).await;
                assert_eq!(headers["content-security-policy"], CONTENT_SECURITY_POLICY, "{path}");
                assert_eq!(headers["x-content-type-options"], "nosniff", "{path}");
                assert_eq!(headers.contains_key("strict-transport-security"), lan, "{path}");
                assert!(headers.contains_key("cache-control"), "{path}");
            }
        }
    }

    #[tokio::test]
    async fn hashed_files_are_kept_and_all_others_asked_for_again() {
        let folder = client("caching");
        let config = Config { client: Some(folder.clone()), ..Config::new("nowhere") };
        check(&config, "/", StatusCode::OK, "no-cache").await;
        check(&config, "/cases/new", StatusCode::OK, "no-cache").await;
        check(&config, "/sw.js", StatusCode::OK, "no-cache").await;
        check(&config, "/manifest.webmanifest", StatusCode::OK, "no-cache").await;
        check(&config, "/page.0123456789abcdef.js", StatusCode::OK, "public, max-age=31536000, immutable")
            .await;
        check(&config, "/page.ffffffffffffffff.js", StatusCode::NOT_FOUND, "no-store").await;
        check(&config, "/api/missing", StatusCode::NOT_FOUND, "no-store").await;
        check(&config, "/healthz", StatusCode::OK, "no-store").await;
        fs::remove_dir_all(folder).unwrap();
    }

    async fn check(config: &Config, path: &str, status: StatusCode, cache: &str) {
        let (answered, headers) = ask(config, path).await;
        assert_eq!((answered, &headers["cache-control"]), (status, &cache.parse().unwrap()), "{path}");
        assert_eq!(status == StatusCode::OK && path != "/healthz", headers.contains_key("etag"), "{path}");
    }

    #[test]
    fn the_policy_allows_nothing_inline_and_nothing_from_elsewhere() {
        assert!(
            !CONTENT_SECURITY_POLICY.contains("unsafe-inline") && !CONTENT_SECURITY_POLICY.contains("http")
        );
    }
}
