//! Stretches passphrases in a worker that ends afterwards: the memory of a WASM program never shrinks, and Argon2id
//! takes 64 MiB.

use futures::StreamExt;
use js_sys::Uint8Array;
use minicbor::{Decode, Encode};
use shared::codec;
use shared::keys::{Salt, Stretched, WeakPassphrase, stretch};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use zeroize::Zeroize;

use super::glue;
use super::host::Page;

/// The name of such a worker.
pub const NAME: &str = "stretch";

#[derive(Encode, Decode)]
struct Question(#[n(0)] String, #[n(1)] Salt);

#[derive(Encode, Decode)]
enum Reply {
    #[n(0)]
    Done(#[n(0)] [u8; 32]),
    #[n(1)]
    TooShort,
    #[n(2)]
    TooLong,
}

/// In the engine: starts such a worker, asks it, and ends it.
pub async fn stretch_elsewhere(passphrase: &str, salt: &Salt) -> Result<Stretched, WeakPassphrase> {
    let mut question = codec::encode(&Question(passphrase.to_owned(), *salt));
    let answer = JsFuture::from(glue::stretch(&Uint8Array::from(question.as_slice()))).await;
    question.zeroize();
    let bytes = answer.ok().and_then(|it| it.dyn_into::<Uint8Array>().ok()).map(|it| it.to_vec());
    match bytes.and_then(|bytes| codec::decode(&bytes)) {
        Some(Reply::Done(secret)) => Ok(Stretched::from_bytes(secret)),
        Some(Reply::TooShort) => Err(WeakPassphrase::TooShort),
        Some(Reply::TooLong) => Err(WeakPassphrase::TooLong),
        // The worker did not start: then it costs the memory, and the person comes in.
        None => stretch(passphrase, salt),
    }
}

/// In such a worker: answers every question, until it is ended.
pub async fn run(page: Page) {
    let mut questions = page.messages();
    while let Some(bytes) = questions.next().await {
        let Some(Question(passphrase, salt)) = codec::decode(&bytes) else { continue };
        let reply = match stretch(&passphrase, &salt) {
            Ok(stretched) => Reply::Done(stretched.to_bytes()),
            Err(WeakPassphrase::TooShort) => Reply::TooShort,
            Err(WeakPassphrase::TooLong) => Reply::TooLong,
        };
        page.post(&codec::encode(&reply));
    }
}
