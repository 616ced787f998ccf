use super::*;
use crate::entry::RollPoint;
use crate::ids::{EntryId, PersonId, StudioId};
use crate::roll::{Group, Role};

const TYPED: &str = "ABCDE FGHJK LMNPQ RSTUV";

fn code() -> Code {
    Code::parse(TYPED).unwrap()
}

#[test]
fn a_code_is_read_however_it_was_typed() {
    let check = |typed: &str| assert_eq!(Code::parse(typed), Ok(code()), "{typed:?}");
    check("ABCDEFGHJKLMNPQRSTUV");
    check("abcde fghjk lmnpq rstuv");
    check("  ABCDE-FGHJK–LMNPQ—RSTUV\n");
    check("ＡＢＣＤＥ　ＦＧＨＪＫ－ｌｍｎｐｑ　ｒｓｔｕｖ");
    check("A B C D E F G H J K L M N P Q R S T U V");
    assert_eq!(Code::parse("23456 78923 45678 92345").map(|it| it.to_string()).unwrap().len(), 23);
    assert_eq!(Code::parse("２３４５６７８９２３４５６７８９２３４５"), Code::parse("23456789234567892345"));
}

#[test]
fn a_character_that_no_code_has_is_named() {
    let check = |typed: &str, named: char| {
        assert_eq!(Code::parse(typed), Err(BadCode::Character(named)), "{typed:?}");
    };
    check("0BCDE FGHJK LMNPQ RSTUV", '0');
    check("OBCDE FGHJK LMNPQ RSTUV", 'O');
    check("oBCDE FGHJK LMNPQ RSTUV", 'o');
    check("ABCD1 FGHJK LMNPQ RSTUV", '1');
    check("ABCDI FGHJK LMNPQ RSTUV", 'I');
    check("ABCDi", 'i');
    check("０BCDE", '0');
    check("码", '码');
    check("ABCDE!", '!');
    check("ſBCDE", 'ſ');
    assert!(BadCode::Character('0').to_string().contains("'0'"));
}

#[test]
fn a_code_has_twenty_characters() {
    assert_eq!(Code::parse(""), Err(BadCode::Length(0)));
    assert_eq!(Code::parse("ABCDE FGHJK LMNPQ RSTU"), Err(BadCode::Length(19)));
    assert_eq!(Code::parse("ABCDE FGHJK LMNPQ RSTUVW"), Err(BadCode::Length(21)));
}

#[test]
fn a_drawn_code_is_read_as_it_is_shown() {
    let mut rng = rng(1);
    let mut seen = std::collections::BTreeSet::new();
    for _ in 0..500 {
        let code = Code::random(&mut rng);
        assert_eq!(Code::parse(&code.to_string()), Ok(code.clone()));
        seen.extend(code.secret().to_vec());
    }
    assert_eq!(seen.len(), 32, "every character is drawn: five bits each, a hundred in all");
    assert_eq!(format!("{:?}", code()), "Code(…)");
}

/// The expected bytes were computed with HMAC, not with this implementation.
#[test]
fn an_invitation_and_a_recovery_sheet_follow_from_a_code_alike_everywhere() {
    let invitation = Invitation::of(&code());
    assert_eq!(invitation.name.to_string(), "5c939f375db6d72676309a7e55f67636");
    let seed = hex("eda62661cacf3b1dcae510b1e11f95aefdbbcbf713a09ec28ddeec3fec68f0f1");
    assert_eq!(invitation.key.seed(), seed);
    let sheet = RecoverySheet::of(&code());
    assert_eq!(sheet.name.to_string(), "c4a42f3e6abd03aed9afe8f925d4e119");
    let material = hex("6b372b7ee8ecc7fb2ad03eef986590c0385e9f217687df5993b7c3150c981b1a");
    assert_eq!(sheet.key, BoxKey::from_material(&material));
}

fn package() -> Package {
    Package {
        studio: StudioId([1; 16]),
        founding: EntryId([2; 32]),
        tip: RollPoint { id: EntryId([3; 32]), depth: 4 },
        person: PersonId([5; 16]),
        roles: vec![Role::Member, Role::Other(40)],
        studio_name: "金太阳工作室".to_owned(),
        person_name: "李委员".to_owned(),
        inviter_name: "王召集人".to_owned(),
        secrets: vec![PackagedSecret { group: Group::Everyone, secret: [6; 32] }],
    }
}

#[test]
fn a_package_opens_with_its_code_and_with_no_other() {
    let invitation = Invitation::of(&code());
    let sealed = invitation.seal(&package(), &mut rng(1));
    assert_eq!(Invitation::of(&code()).open(&sealed), Ok(package()));
    let other = Invitation::of(&Code::random(&mut rng(2)));
    assert_eq!(other.open(&sealed), Err(WrongKey));
    assert_eq!(package().secrets[0].key(), BoxKey::from_bytes(&[6; 32]));
}

#[test]
fn a_relay_can_put_nothing_in_a_packages_place() {
    let invitation = Invitation::of(&code());
    let sealed = invitation.seal(&package(), &mut rng(1));
    for at in 0..sealed.len() {
        let mut altered = sealed.clone();
        altered[at] ^= 1;
        assert_eq!(invitation.open(&altered), Err(WrongKey), "byte {at}");
    }
    assert_eq!(invitation.open(&[]), Err(WrongKey));
    assert!(!format!("{:?}", package()).contains("6, 6, 6"), "secrets stay out of logs");
}
