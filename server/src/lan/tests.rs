use super::*;
use rustls::pki_types::ServerName;
use rustls::{ClientConfig, ClientConnection, RootCertStore, ServerConnection};

fn folder(name: &str) -> PathBuf {
    let folder = std::env::temp_dir().join(format!("parlor-lan-{name}-{}", std::process::id()));
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    folder
}

/// A tablet that trusts the authority in the folder, and nobody else, says hello to the relay by a name.
fn shake_hands(data: &Path, server: Arc<ServerConfig>, name: &str) -> Result<(), rustls::Error> {
    let mut roots = RootCertStore::empty();
    roots.add(CertificateDer::from_pem_file(trust_file(data)).unwrap()).unwrap();
    let client = ClientConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .with_safe_default_protocol_versions()?
        .with_root_certificates(roots)
        .with_no_client_auth();
    let name = ServerName::try_from(name.to_owned()).unwrap();
    let mut client = ClientConnection::new(Arc::new(client), name)?;
    let mut server = ServerConnection::new(server)?;
    while client.is_handshaking() || server.is_handshaking() {
        let mut wire = Vec::new();
        client.write_tls(&mut wire).unwrap();
        server.read_tls(&mut wire.as_slice()).unwrap();
        server.process_new_packets()?;
        let mut wire = Vec::new();
        server.write_tls(&mut wire).unwrap();
        client.read_tls(&mut wire.as_slice()).unwrap();
        client.process_new_packets()?;
    }
    Ok(())
}

#[test]
fn a_tablet_that_trusts_the_authority_once_trusts_every_later_certificate() {
    let data = folder("again");
    let first = issue(&data).unwrap();
    let print = fingerprint(&data).unwrap();
    let second = issue(&data).unwrap();
    assert_eq!(fingerprint(&data).unwrap(), print);
    for config in [first, second] {
        shake_hands(&data, config, "localhost").unwrap();
    }
    fs::remove_dir_all(data).unwrap();
}

#[test]
fn a_tablet_that_trusts_another_authority_refuses() {
    let (ours, other) = (folder("ours"), folder("other"));
    issue(&other).unwrap();
    assert!(shake_hands(&other, issue(&ours).unwrap(), "localhost").is_err());
    fs::remove_dir_all(ours).unwrap();
    fs::remove_dir_all(other).unwrap();
}

/// What a thief of the authority's key could serve under a name.
fn forge(data: &Path, name: &str) -> Arc<ServerConfig> {
    let (key, trust) = authority(data).unwrap();
    let forged_key = KeyPair::generate().unwrap();
    let params = CertificateParams::new(vec![name.to_owned()]).unwrap();
    let forged = params.signed_by(&forged_key, &Issuer::new(authority_params().unwrap(), key)).unwrap();
    let key = PrivateKeyDer::from(PrivatePkcs8KeyDer::from(forged_key.serialize_der()));
    let builder = ServerConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth();
    Arc::new(builder.with_single_cert(vec![forged.der().clone(), trust], key).unwrap())
}

#[test]
fn a_stolen_authority_is_no_good_for_a_public_name() {
    let data = folder("stolen");
    shake_hands(&data, forge(&data, "relay.local"), "relay.local").unwrap();
    assert!(shake_hands(&data, forge(&data, "bank.example"), "bank.example").is_err());
    fs::remove_dir_all(data).unwrap();
}

#[cfg(unix)]
#[test]
fn the_key_of_the_authority_is_for_its_owner_only() {
    use std::os::unix::fs::PermissionsExt;
    let data = folder("owner");
    issue(&data).unwrap();
    let mode = fs::metadata(data.join("lan/authority.key")).unwrap().permissions().mode();
    assert_eq!(mode & 0o077, 0);
    fs::remove_dir_all(data).unwrap();
}
