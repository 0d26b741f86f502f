//! As much of Python's literals as headers have.

use crate::error::Problem;

/// How deep literals may be nested: the descriptions of records are nested lists.
const DEPTH: usize = 100;

/// A literal of Python.
#[derive(Debug, PartialEq)]
pub(super) enum Literal {
    Text(String),
    Bool(bool),
    Number(u64),
    /// A tuple or a list.
    Tuple(Vec<Literal>),
    /// Names and values, in order.
    Dict(Vec<(String, Literal)>),
}

/// The literal that a text is, up to white space.
pub(super) fn parse(text: &[u8]) -> Result<Literal, Problem> {
    let mut parser = Parser { text, at: 0 };
    let literal = parser.literal(DEPTH)?;
    match parser.peek() {
        None => Ok(literal),
        Some(_) => Err(parser.wrong("something follows its end")),
    }
}

struct Parser<'a> {
    text: &'a [u8],
    at: usize,
}

impl Parser<'_> {
    fn literal(&mut self, depth: usize) -> Result<Literal, Problem> {
        let Some(depth) = depth.checked_sub(1) else {
            return Err(self.wrong("it is nested too deep"));
        };
        match self.peek() {
            Some(b'\'' | b'"') => self.text().map(Literal::Text),
            Some(b'0'..=b'9') => self.number().map(Literal::Number),
            Some(b'(') => self
                .sequence(b')', |parser| parser.literal(depth))
                .map(Literal::Tuple),
            Some(b'[') => self
                .sequence(b']', |parser| parser.literal(depth))
                .map(Literal::Tuple),
            Some(b'{') => self
                .sequence(b'}', |parser| {
                    parser.peek();
                    let key = parser.text()?;
                    if parser.peek() != Some(b':') {
                        return Err(parser.wrong("`:` is missing"));
                    }
                    parser.at += 1;
                    Ok((key, parser.literal(depth)?))
                })
                .map(Literal::Dict),
            _ if self.takes(b"True") => Ok(Literal::Bool(true)),
            _ if self.takes(b"False") => Ok(Literal::Bool(false)),
            _ => Err(self.wrong("this is no literal that an array has")),
        }
    }

    /// The items between the bracket here and `close`, with a comma after each but perhaps the last.
    fn sequence<T>(
        &mut self,
        close: u8,
        mut item: impl FnMut(&mut Self) -> Result<T, Problem>,
    ) -> Result<Vec<T>, Problem> {
        self.at += 1;
        let mut items = Vec::new();
        loop {
            if self.peek() == Some(close) {
                self.at += 1;
                return Ok(items);
            }
            items.push(item(self)?);
            match self.peek() {
                Some(b',') => self.at += 1,
                Some(byte) if byte == close => {}
                _ => return Err(self.wrong("`,` is missing")),
            }
        }
    }

    fn text(&mut self) -> Result<String, Problem> {
        let Some(quote @ (b'\'' | b'"')) = self.text.get(self.at).copied() else {
            return Err(self.wrong("a name in quotes is missing"));
        };
        let rest = &self.text[self.at + 1..];
        let Some(length) = rest.iter().position(|byte| *byte == quote) else {
            return Err(self.wrong("a text does not end"));
        };
        if rest[..length].contains(&b'\\') {
            return Err(self.wrong("a text has an escape"));
        }
        self.at += length + 2;
        Ok(String::from_utf8_lossy(&rest[..length]).into_owned())
    }

    fn number(&mut self) -> Result<u64, Problem> {
        let rest = &self.text[self.at..];
        let length = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
        let number = str::from_utf8(&rest[..length])
            .ok()
            .and_then(|digits| digits.parse().ok());
        let number = number.ok_or_else(|| self.wrong("this number has more than 64 bits"))?;
        self.at += length;
        // Python 2 wrote long integers so.
        self.takes(b"L");
        Ok(number)
    }

    fn takes(&mut self, word: &[u8]) -> bool {
        let there = self.text[self.at..].starts_with(word);
        if there {
            self.at += word.len();
        }
        there
    }

    /// The next byte that is no white space, if there is one.
    fn peek(&mut self) -> Option<u8> {
        let rest = &self.text[self.at..];
        let blank = rest.iter().take_while(|byte| byte.is_ascii_whitespace()).count();
        self.at += blank;
        rest.get(blank).copied()
    }

    fn wrong(&self, problem: &str) -> Problem {
        Problem::invalid(format!("byte {} of the header: {problem}", self.at))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn literals_are_read() {
        let text =
            b"{'descr': '<f4', \"order\": False, 'shape': (3L, 4,), 'list': [('x', '<i4')], 'e': (), } \n";
        let Literal::Dict(entries) = parse(text).expect("it is one") else {
            panic!("it is a dict");
        };
        let numbers =
            |numbers: &[u64]| Literal::Tuple(numbers.iter().copied().map(Literal::Number).collect());
        let text = |text: &str| Literal::Text(text.to_owned());
        let record = Literal::Tuple(vec![text("x"), text("<i4")]);
        for ((key, value), (name, expected)) in entries.into_iter().zip([
            ("descr", text("<f4")),
            ("order", Literal::Bool(false)),
            ("shape", numbers(&[3, 4])),
            ("list", Literal::Tuple(vec![record])),
            ("e", numbers(&[])),
        ]) {
            assert_eq!((key.as_str(), value), (name, expected));
        }
    }

    #[test]
    fn what_is_none_is_refused() {
        for text in [
            "",
            "x",
            "{'a' 1}",
            "(1 2)",
            "(-1,)",
            "'a",
            "(1,",
            "{1: 2}",
            "99999999999999999999",
            "1 1",
            "'\\n'",
        ] {
            assert!(parse(text.as_bytes()).is_err(), "{text}");
        }
        assert!(parse("(".repeat(1_000_000).as_bytes()).is_err());
    }
}
