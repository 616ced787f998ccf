//! HTTPS on a local network, where no public authority hands out certificates.
//!
//! The relay makes an authority of its own, once, and keeps it in the data folder. A tablet trusts that authority once;
//! the certificate of the relay itself is issued anew at each start and each day, so it follows the machine when its
//! address changes. The authority is good for local names and private addresses only: whoever steals its key cannot
//! pose as anybody on the internet.

use crate::data;
use axum::Router;
use axum::http::header;
use axum::routing::get;
use axum_server::tls_rustls::RustlsConfig;
use rcgen::{
    BasicConstraints, CertificateParams, CidrSubnet, DnType, ExtendedKeyUsagePurpose, GeneralSubtree, IsCa,
    Issuer, KeyPair, KeyUsagePurpose, NameConstraints,
};
use rustls::ServerConfig;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};
use sha2::{Digest, Sha256};
use std::net::{IpAddr, Ipv4Addr, UdpSocket};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, SystemTime};
use std::{fs, io};

const DAY: Duration = Duration::from_secs(86_400);
/// Browsers refuse a certificate that is good for longer than 398 days.
const GOOD_FOR: Duration = Duration::from_secs(397 * 86_400);
/// Where a tablet fetches the authority that it is to trust.
pub const TRUST_PATH: &str = "/trust.crt";

/// The certificates cannot be made or read.
#[derive(Debug, thiserror::Error)]
pub enum LanError {
    /// The disk refused.
    #[error("cannot keep the certificate in {}: {source}", path.display())]
    Disk {
        /// The file concerned.
        path: PathBuf,
        /// What the disk said.
        #[source]
        source: io::Error,
    },
    /// What lies in the folder is not ours, or not whole.
    #[error("the certificate in {} is damaged: delete that folder, and let every tablet trust the new one", .0.display())]
    Damaged(PathBuf),
    /// The certificate was refused while it was made.
    #[error("cannot make a certificate: {0}")]
    Make(#[from] rcgen::Error),
    /// The certificate was refused when it was to be used.
    #[error("cannot use the certificate: {0}")]
    Use(#[from] rustls::Error),
}

/// The authority's certificate, which a tablet is to trust.
pub fn trust_file(data: &Path) -> PathBuf {
    data.join("lan").join("trust.crt")
}

/// The SHA-256 of the authority's certificate, as a tablet shows it.
pub fn fingerprint(data: &Path) -> Option<String> {
    let trust = CertificateDer::from_pem_file(trust_file(data)).ok()?;
    let hash = Sha256::digest(&trust);
    Some(hash.iter().map(|byte| format!("{byte:02X}")).collect::<Vec<_>>().join(":"))
}

/// Where tablets on the network find this machine, if it is on a private one.
pub fn address() -> Option<IpAddr> {
    // Nothing is sent: the system only says from where it would send.
    let socket = UdpSocket::bind((Ipv4Addr::UNSPECIFIED, 0)).ok()?;
    socket.connect((Ipv4Addr::new(192, 0, 2, 1), 9)).ok()?;
    socket.local_addr().ok().map(|address| address.ip()).filter(is_private)
}

/// Lets a tablet fetch the authority.
pub(crate) fn routes(data: &Path) -> Router {
    let path = trust_file(data);
    let trust = async move || match tokio::fs::read(path).await {
        Ok(bytes) => Ok(([(header::CONTENT_TYPE, "application/x-x509-ca-cert")], bytes)),
        Err(_) => Err(axum::http::StatusCode::NOT_FOUND),
    };
    Router::new().route(TRUST_PATH, get(trust))
}

/// What the relay answers TLS with, under the address it has now.
pub(crate) fn tls(data: &Path) -> Result<RustlsConfig, LanError> {
    Ok(RustlsConfig::from_config(issue(data)?))
}

/// Issues anew each day. A day on which that fails is not the last day of the certificate.
pub(crate) async fn renew(data: PathBuf, tls: RustlsConfig) {
    loop {
        tokio::time::sleep(DAY).await;
        match issue(&data) {
            Ok(config) => tls.reload_from_config(config),
            Err(error) => tracing::warn!("the certificate was not renewed: {error}"),
        }
    }
}

fn issue(data: &Path) -> Result<Arc<ServerConfig>, LanError> {
    let (key, authority) = authority(data)?;
    let leaf_key = KeyPair::generate()?;
    let leaf = leaf(SystemTime::now())?.signed_by(&leaf_key, &Issuer::new(authority_params()?, key))?;
    let leaf_key = PrivateKeyDer::from(PrivatePkcs8KeyDer::from(leaf_key.serialize_der()));
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let mut config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        .with_no_client_auth()
        .with_single_cert(vec![leaf.der().clone(), authority], leaf_key)?;
    // A socket upgrades from HTTP/1.1.
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(Arc::new(config))
}

fn leaf(now: SystemTime) -> Result<CertificateParams, LanError> {
    let mut names = vec!["localhost".to_owned(), Ipv4Addr::LOCALHOST.to_string()];
    names.extend(address().map(|ip| ip.to_string()));
    let mut params = CertificateParams::new(names)?;
    params.distinguished_name.push(DnType::CommonName, "Parlor");
    params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
    params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
    params.use_authority_key_identifier_extension = true;
    params.not_before = (now - DAY).into();
    params.not_after = (now + GOOD_FOR).into();
    Ok(params)
}

fn is_private(ip: &IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => ip.is_private() || ip.is_link_local(),
        IpAddr::V6(_) => false,
    }
}

/// The authority of this relay, made at the first start.
fn authority(data: &Path) -> Result<(KeyPair, CertificateDer<'static>), LanError> {
    let folder = data.join("lan");
    let (key_path, trust_path) = (folder.join("authority.key"), trust_file(data));
    let disk = |path: &Path| {
        let path = path.to_owned();
        move |source| LanError::Disk { path, source }
    };
    if !trust_path.exists() {
        let key = KeyPair::generate()?;
        let trust = authority_params()?.self_signed(&key)?;
        data::make(&folder).map_err(disk(&folder))?;
        data::write_secret(&key_path, key.serialize_pem().as_bytes()).map_err(disk(&key_path))?;
        data::write_secret(&trust_path, trust.pem().as_bytes()).map_err(disk(&trust_path))?;
        return Ok((key, trust.der().clone()));
    }
    let key = fs::read_to_string(&key_path).map_err(disk(&key_path))?;
    let trust = fs::read(&trust_path).map_err(disk(&trust_path))?;
    let damaged = || LanError::Damaged(folder.clone());
    let key = KeyPair::from_pem(&key).map_err(|_| damaged())?;
    Ok((key, CertificateDer::from_pem_slice(&trust).map_err(|_| damaged())?))
}

fn authority_params() -> Result<CertificateParams, LanError> {
    let mut params = CertificateParams::new(Vec::new())?;
    params.distinguished_name.push(DnType::CommonName, "Parlor on this network");
    params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    params.not_before = rcgen::date_time_ymd(2026, 1, 1);
    params.not_after = rcgen::date_time_ymd(2046, 1, 1);
    let network = |a, b, prefix| GeneralSubtree::IpAddress(CidrSubnet::from_v4_prefix([a, b, 0, 0], prefix));
    params.name_constraints = Some(NameConstraints {
        permitted_subtrees: vec![
            GeneralSubtree::DnsName("localhost".to_owned()),
            GeneralSubtree::DnsName("local".to_owned()),
            network(10, 0, 8),
            network(127, 0, 8),
            network(169, 254, 16),
            network(172, 16, 12),
            network(192, 168, 16),
        ],
        excluded_subtrees: Vec::new(),
    });
    Ok(params)
}

#[cfg(test)]
mod tests;
