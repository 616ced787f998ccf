//! Names and numbers as a list shows them.

/// A name as a list shows it: 赵某 for a person. What names an organisation or a group stays as it is, and so does
/// what is too long to be a person's name.
pub fn masked_name(name: &str, is_person: bool) -> String {
    const COMPOUND: [&str; 12] =
        ["欧阳", "司马", "上官", "诸葛", "司徒", "夏侯", "皇甫", "尉迟", "公孙", "慕容", "令狐", "宇文"];
    let name = name.trim();
    if !is_person || name.is_empty() {
        return name.to_owned();
    }
    let is_han = name.chars().next().is_some_and(|c| ('\u{3400}'..='\u{9fff}').contains(&c));
    if !is_han {
        let initial = name.chars().next().map(String::from).unwrap_or_default();
        return format!("{initial}.");
    }
    let compound = COMPOUND.iter().find(|surname| name.starts_with(**surname) && name.chars().count() > 2);
    let surname = compound.map(|surname| (*surname).to_owned());
    let surname = surname.unwrap_or_else(|| name.chars().take(1).collect());
    format!("{surname}某")
}

/// The last four digits of a number.
pub fn phone_tail(number: &str) -> &str {
    let start = number.char_indices().rev().nth(3).map_or(0, |(i, _)| i);
    &number[start..]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_person_is_masked_and_a_firm_is_not() {
        assert_eq!(masked_name("赵样工", true), "赵某");
        assert_eq!(masked_name("欧阳样", true), "欧阳某");
        assert_eq!(masked_name("欧阳", true), "欧某");
        assert_eq!(masked_name("样筑建设劳务有限公司(虚构)", false), "样筑建设劳务有限公司(虚构)");
        assert_eq!(masked_name("Amina", true), "A.");
        assert_eq!(masked_name("", true), "");
    }

    #[test]
    fn a_tail_is_four_digits_or_all_there_are() {
        assert_eq!((phone_tail("12000001001"), phone_tail("110"), phone_tail("")), ("1001", "110", ""));
    }
}
