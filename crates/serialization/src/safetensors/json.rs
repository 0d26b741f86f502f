//! As much of JSON as headers have: objects, strings, lists of whole numbers; anything else can be skipped.

use crate::error::Problem;

/// How deep what is skipped may be nested.
const DEPTH: usize = 100;

/// Reads JSON from left to right.
pub(super) struct Json<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Json<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self { text, at: 0 }
    }

    /// Calls `entry` at the value of each name of an object. A name that comes twice is refused.
    pub(super) fn object(
        &mut self,
        mut entry: impl FnMut(&mut Self, String) -> Result<(), Problem>,
    ) -> Result<(), Problem> {
        self.sequence(b'{', b'}', |json| {
            let name = json.string()?;
            json.expect(b':')?;
            entry(json, name)
        })
    }

    /// A list of whole numbers that are not negative.
    pub(super) fn numbers(&mut self) -> Result<Vec<u64>, Problem> {
        let mut numbers = Vec::new();
        self.sequence(b'[', b']', |json| {
            numbers.push(json.number()?);
            Ok(())
        })?;
        Ok(numbers)
    }

    pub(super) fn string(&mut self) -> Result<String, Problem> {
        self.expect(b'"')?;
        let mut string = String::new();
        loop {
            let rest = &self.text[self.at..];
            let plain = rest.find(|c: char| c == '"' || c == '\\' || c < ' ');
            let Some(plain) = plain else {
                return Err(self.wrong("a string does not end"));
            };
            string.push_str(&rest[..plain]);
            self.at += plain + 1;
            match rest.as_bytes()[plain] {
                b'"' => return Ok(string),
                b'\\' => string.push(self.escaped()?),
                _ => return Err(self.wrong("a string has a control character")),
            }
        }
    }

    /// Passes over a value of any kind.
    pub(super) fn skip(&mut self) -> Result<(), Problem> {
        self.skip_within(DEPTH)
    }

    /// Checks that only white space follows.
    pub(super) fn end(&mut self) -> Result<(), Problem> {
        match self.peek() {
            None => Ok(()),
            Some(_) => Err(self.wrong("something follows the end of the header's object")),
        }
    }

    /// An error at this place.
    pub(super) fn wrong(&self, problem: &str) -> Problem {
        Problem::invalid(format!("byte {} of the header: {problem}", self.at))
    }

    fn skip_within(&mut self, depth: usize) -> Result<(), Problem> {
        let Some(depth) = depth.checked_sub(1) else {
            return Err(self.wrong("it is nested too deep"));
        };
        match self.peek() {
            Some(b'"') => self.string().map(|_| ()),
            Some(b'{') => self.object(|json, _| json.skip_within(depth)),
            Some(b'[') => self.sequence(b'[', b']', |json| json.skip_within(depth)),
            _ => {
                let rest = &self.text[self.at..];
                let word = |c: char| c.is_ascii_alphanumeric() || "+-.".contains(c);
                let length = rest.find(|c| !word(c)).unwrap_or(rest.len());
                self.at += length;
                if length == 0 {
                    return Err(self.wrong("a value is missing"));
                }
                Ok(())
            }
        }
    }

    fn sequence(
        &mut self,
        open: u8,
        close: u8,
        mut item: impl FnMut(&mut Self) -> Result<(), Problem>,
    ) -> Result<(), Problem> {
        self.expect(open)?;
        if self.peek() == Some(close) {
            self.at += 1;
            return Ok(());
        }
        loop {
            item(self)?;
            match self.peek() {
                Some(b',') => self.at += 1,
                Some(byte) if byte == close => {
                    self.at += 1;
                    return Ok(());
                }
                _ => {
                    return Err(self.wrong(&format!("`,` or `{}` is missing", char::from(close))));
                }
            }
        }
    }

    fn number(&mut self) -> Result<u64, Problem> {
        self.peek();
        let rest = &self.text[self.at..];
        let length = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
        let number = rest[..length]
            .parse()
            .map_err(|_| self.wrong("this is not a whole number from 0 up to 64 bits"))?;
        self.at += length;
        Ok(number)
    }

    fn escaped(&mut self) -> Result<char, Problem> {
        let kind = self.text.as_bytes().get(self.at).copied();
        self.at += usize::from(kind.is_some_and(|byte| byte.is_ascii()));
        Ok(match kind {
            Some(b'"') => '"',
            Some(b'\\') => '\\',
            Some(b'/') => '/',
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{c}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(b'u') => self.code_point()?,
            _ => return Err(self.wrong("a string has an escape that JSON has not")),
        })
    }

    /// What follows `\u`: a code point, or two halves of one that is beyond 16 bits.
    fn code_point(&mut self) -> Result<char, Problem> {
        let mut units = vec![self.code_unit()?];
        if matches!(units[0], 0xd800..0xdc00) && self.text[self.at..].starts_with("\\u") {
            self.at += 2;
            units.push(self.code_unit()?);
        }
        match char::decode_utf16(units)
            .collect::<Result<Vec<char>, _>>()
            .as_deref()
        {
            Ok(&[c]) => Ok(c),
            _ => Err(self.wrong("a string has half a code point")),
        }
    }

    fn code_unit(&mut self) -> Result<u16, Problem> {
        let digits = self.text.get(self.at..self.at + 4);
        let digits = digits.filter(|digits| digits.bytes().all(|byte| byte.is_ascii_hexdigit()));
        let unit = digits.and_then(|digits| u16::from_str_radix(digits, 16).ok());
        let unit = unit.ok_or_else(|| self.wrong("`\\u` is not followed by four digits"))?;
        self.at += 4;
        Ok(unit)
    }

    /// The next byte that is no white space, if there is one.
    fn peek(&mut self) -> Option<u8> {
        let rest = &self.text.as_bytes()[self.at..];
        let blank = rest.iter().take_while(|byte| b" \t\r\n".contains(byte)).count();
        self.at += blank;
        rest.get(blank).copied()
    }

    fn expect(&mut self, byte: u8) -> Result<(), Problem> {
        if self.peek() != Some(byte) {
            return Err(self.wrong(&format!("`{}` is missing", char::from(byte))));
        }
        self.at += 1;
        Ok(())
    }
}

/// Writes a string as JSON.
pub(super) fn quote(string: &str, out: &mut String) {
    out.push('"');
    for c in string.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            c if c < ' ' => out.push_str(&format!("\\u{:04x}", u32::from(c))),
            c => out.push(c),
        }
    }
    out.push('"');
}

#[cfg(test)]
mod tests {
    use super::*;

    fn string(text: &str) -> Result<String, Problem> {
        Json::new(text).string()
    }

    #[test]
    fn strings_come_back() {
        for text in ["", "a.b", "\"\\\u{1}\n", "ü\u{10ffff}"] {
            let mut quoted = String::new();
            quote(text, &mut quoted);
            assert_eq!(string(&quoted).expect("it is JSON"), text);
        }
        assert_eq!(string(r#""\ud83d\ude00\u00e9\/""#).expect("it is JSON"), "😀é/");
    }

    #[test]
    fn what_is_no_json_is_refused() {
        for text in [
            "",
            "a",
            "\"a",
            "\"\\x\"",
            "\"\\ud800\"",
            "\"\\u12\"",
            "\"\\uü000\"",
            "\"\u{1}\"",
            "\"\\ü\"",
        ] {
            assert!(string(text).is_err(), "{text:?}");
        }
        for text in [
            "[1,]",
            "[1 2]",
            "[-1]",
            "[1.5]",
            "[99999999999999999999]",
            "[",
            "{",
        ] {
            assert!(Json::new(text).numbers().is_err(), "{text:?}");
        }
        for text in ["{\"a\" 1}", "{\"a\":}", &"[".repeat(1_000_000)] {
            assert!(Json::new(text).skip().is_err());
        }
    }

    #[test]
    fn anything_can_be_skipped() {
        let text = r#" {"a": [1, -2.5e3, null, true, {"b": "c"}], "d": {}} , "#;
        let mut json = Json::new(text);
        json.skip().expect("it is JSON");
        assert!(json.end().is_err());
        assert_eq!(json.peek(), Some(b','));
    }
}
