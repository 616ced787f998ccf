//! The client as the relay serves it: from inside the program, or from a folder.
//!
//! Files whose name carries a hash of what they hold may be kept for ever. All others are asked for each time, so
//! that a tablet learns of a new build; their ETag makes that cheap.

use axum::Router;
use axum::extract::Request;
use axum::http::uri::Uri;
use axum::http::{HeaderValue, header};
use axum::middleware::{self, Next};
use axum::response::Response;
use memory_serve::{Asset, CacheControl, MemoryServe};
use std::path::Path;
use tower::Layer;
use tower::util::MapRequestLayer;

/// Hashed names promise that what they hold never changes.
const FOR_EVER: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");

/// Serves the client. An address of a page, such as `/cases`, is answered with the one page the client has.
pub fn service(folder: Option<&Path>) -> Router {
    let serve = match folder {
        Some(folder) => MemoryServe::new(list(folder).leak()).enable_brotli(false),
        None => memory_serve::load!().enable_brotli(true),
    };
    let files = serve
        .enable_gzip(false)
        .html_cache_control(CacheControl::NoCache)
        .cache_control(CacheControl::NoCache)
        .into_router::<()>()
        .layer(middleware::from_fn(keep_hashed));
    Router::new().fallback_service(MapRequestLayer::new(page_for_address).layer(files))
}

async fn keep_hashed(request: Request, next: Next) -> Response {
    let hashed = is_hashed(request.uri().path());
    let mut response = next.run(request).await;
    if hashed && !response.status().is_client_error() {
        response.headers_mut().insert(header::CACHE_CONTROL, FOR_EVER);
    }
    response
}

/// `page.0123456789abcdef.js`: sixteen hexadecimal digits before the ending.
fn is_hashed(path: &str) -> bool {
    let mut parts = path.rsplit('.').skip(1);
    let hash = parts.next().unwrap_or_default();
    hash.len() == 16 && hash.bytes().all(|b| b.is_ascii_hexdigit()) && parts.next().is_some()
}

/// A file that is missing stays missing: a page in its place would be taken for the file.
fn page_for_address(mut request: Request) -> Request {
    let path = request.uri().path();
    let is_file = path.rsplit('/').next().is_some_and(|name| name.contains('.'));
    if !is_file && !path.starts_with("/api/") {
        *request.uri_mut() = Uri::from_static("/");
    }
    request
}

/// The files of a folder, read when they are asked for. Lives as long as the program, as the carried client does.
fn list(folder: &Path) -> Vec<Asset> {
    let mut assets = Vec::new();
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = entry.file_name();
        let (Some(name), Some(path)) = (name.to_str(), entry.path().to_str().map(str::to_owned)) else {
            continue;
        };
        let Some(content_type) = content_type(name) else { continue };
        assets.push(Asset {
            route: format!("/{name}").leak(),
            path: path.leak(),
            etag: "",
            content_type,
            bytes: None,
            is_compressed: false,
            should_compress: false,
        });
    }
    assets
}

fn content_type(name: &str) -> Option<&'static str> {
    Some(match name.rsplit_once('.')?.1 {
        "html" => "text/html",
        "js" => "text/javascript",
        "css" => "text/css",
        "wasm" => "application/wasm",
        "json" => "application/json",
        "webmanifest" => "application/manifest+json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_name_with_a_hash_is_kept_for_ever() {
        assert!(is_hashed("/page.0123456789abcdef.js"));
        for path in ["/", "/sw.js", "/index.html", "/0123456789abcdef.js", "/page.0123456789abcdex.js"] {
            assert!(!is_hashed(path), "{path}");
        }
    }
}
