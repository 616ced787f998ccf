use super::*;

fn files(named: &[(&str, &str)]) -> Files {
    let mut files = Files::default();
    for (name, text) in named {
        files.add(name, text.as_bytes().to_vec());
    }
    files
}

fn filled(files: &Files, text: &str) -> String {
    String::from_utf8(files.filled("a.js", text.as_bytes()).unwrap()).unwrap()
}

#[test]
fn a_file_is_named_by_what_it_holds() {
    let (one, two) = (files(&[("a.css", "one")]), files(&[("a.css", "two")]));
    let (one, two) = (filled(&one, "{{a.css}}"), filled(&two, "{{a.css}}"));
    assert_ne!(one, two);
    assert!(one.starts_with("a.") && one.ends_with(".css") && one.len() == "a..css".len() + 16, "{one}");
}

#[test]
fn the_page_keeps_its_name_and_is_listed_by_its_address() {
    let files = files(&[("index.html", "page"), ("a.css", "")]);
    assert_eq!(filled(&files, "{{index.html}}"), "index.html");
    let list = filled(&files, "{{files}}");
    assert!(list.contains(&format!("\"/\": \"{}\"", hex(&Sha256::digest("page")))), "{list}");
    assert!(list.contains("\"/a."), "{list}");
}

#[test]
fn integrity_is_what_a_browser_computes() {
    // printf hello | openssl dgst -sha256 -binary | base64
    let files = files(&[("a.js", "hello")]);
    assert_eq!(
        filled(&files, "<{{a.js:integrity}}>"),
        "<sha256-LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ=>"
    );
}

#[test]
fn the_build_changes_with_any_file() {
    let build = |text| filled(&files(&[("a.js", text), ("b.js", "same")]), "{{build}}");
    assert_ne!(build("one"), build("two"));
    assert_eq!(build("one"), build("one"));
}

#[test]
fn a_name_that_is_not_there_is_told() {
    let error = files(&[]).filled("index.html", b"{{style.css}}").unwrap_err();
    assert_eq!(error.to_string(), "client/static/index.html names {{style.css}}, which is not there");
}
