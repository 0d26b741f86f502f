//! PyTorch's format, broken and hostile.

use std::io::{Cursor, Write};

use serialization::pt::{self, Value, from_bytes};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use crate::every_type;
use crate::folder::Folder;

/// An archive of these records.
fn archive(method: CompressionMethod, records: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in records {
        let options = SimpleFileOptions::default().compression_method(method);
        zip.start_file(*name, options).expect("any name is allowed");
        zip.write_all(bytes).expect("memory has room");
    }
    zip.finish().expect("memory has room").into_inner()
}

/// A file of this pickle, and a storage `0` of six floats.
fn file(pickle: &[u8]) -> Vec<u8> {
    let elements: Vec<u8> = (0..6).flat_map(|i| (i as f32).to_le_bytes()).collect();
    archive(
        CompressionMethod::Stored,
        &[("archive/data.pkl", pickle), ("archive/data/0", &elements)],
    )
}

fn pickle(body: &[u8]) -> Vec<u8> {
    [b"\x80\x02", body, b"."].concat()
}

fn refusal(body: &[u8]) -> String {
    from_bytes(&file(&pickle(body)))
        .expect_err("it is to be refused")
        .to_string()
}

fn int(number: i64) -> Vec<u8> {
    [&[0x8a, 8][..], &number.to_le_bytes()].concat()
}

fn tuple(numbers: &[i64]) -> Vec<u8> {
    let items: Vec<u8> = numbers.iter().flat_map(|number| int(*number)).collect();
    [b"(", &items[..], b"t"].concat()
}

/// The pickle of a tensor of the storage `key`, which is said to have `len` elements.
fn tensor(key: &str, len: i64, offset: i64, shape: &[i64], strides: &[i64]) -> Vec<u8> {
    let key = [b"X", &(key.len() as u32).to_le_bytes()[..], key.as_bytes()].concat();
    [
        b"ctorch._utils\n_rebuild_tensor_v2\n((X\x07\0\0\0storagectorch\nFloatStorage\n",
        &key[..],
        b"X\x03\0\0\0cpu",
        &int(len),
        b"tQ",
        &int(offset),
        &tuple(shape),
        &tuple(strides),
        b"\x89ccollections\nOrderedDict\n)RtR",
    ]
    .concat()
}

#[test]
fn what_is_saved_is_loaded_in_the_same_order() {
    let folder = Folder::new();
    let path = folder.join("state.pt");
    let mut state = every_type();
    state.metadata_mut().insert("note".into(), "a 'remark'".into());
    pt::save(&state, &path).expect("there is room");
    let loaded = pt::load(&path).expect("it was just written");
    assert_eq!(loaded, state);
    assert_eq!(
        loaded.keys().collect::<Vec<_>>(),
        state.keys().collect::<Vec<_>>()
    );
    state
        .metadata_mut()
        .insert("scalar".into(), "a tensor's name".into());
    let message = pt::save(&state, &path).expect_err("one name for two").to_string();
    assert!(message.contains("both called \"scalar\""), "{message}");
}

#[test]
fn tensors_are_the_views_that_the_pickle_says() {
    let read = |body: &[u8]| from_bytes(&file(&pickle(body))).expect("it is within the storage");
    let numbers = |value: Value| value.as_tensor().expect("it is one").to_vec::<f32>();
    assert_eq!(
        numbers(read(&tensor("0", 6, 0, &[2, 3], &[3, 1]))),
        [0.0, 1.0, 2.0, 3.0, 4.0, 5.0]
    );
    assert_eq!(
        numbers(read(&tensor("0", 6, 1, &[2, 2], &[1, 3]))),
        [1.0, 4.0, 2.0, 5.0]
    );
    assert_eq!(numbers(read(&tensor("0", 6, 5, &[2], &[0]))), [5.0, 5.0]);
    assert_eq!(numbers(read(&tensor("0", 6, 2, &[], &[]))), [2.0]);
    let two = [
        &tensor("0", 6, 0, &[2], &[1])[..],
        &tensor("0", 6, 1, &[2], &[1]),
        b"\x86",
    ]
    .concat();
    let Value::Tuple(pair) = read(&two) else {
        panic!("it is a pair")
    };
    let (first, second) = (
        pair[0].as_tensor().expect("one"),
        pair[1].as_tensor().expect("one"),
    );
    let mut changed = first.clone();
    changed += 10.0;
    assert_eq!(changed.to_vec::<f32>(), [10.0, 11.0]);
    assert_eq!(second.to_vec::<f32>(), [1.0, 2.0], "the other tensor has changed");
}

fn check_refused(cases: &[(&str, Vec<u8>, &str)]) {
    for (what, body, sentence) in cases {
        let message = refusal(body);
        assert!(message.contains(sentence), "{what}: {message}");
    }
}

#[test]
fn tensors_that_do_not_fit_their_storage_are_refused() {
    let lengths = [
        &tensor("0", 6, 0, &[2], &[1])[..],
        &tensor("0", 5, 0, &[2], &[1]),
        b"\x86",
    ]
    .concat();
    let beyond = "storage \"0\": as_strided: the shape [2] with strides [1] from element 5";
    let length = "7 elements of float32 have 28 bytes, but the record has 24";
    check_refused(&[
        ("offset", tensor("0", 6, 5, &[2], &[1]), beyond),
        (
            "stride",
            tensor("0", 6, 0, &[2], &[i64::MAX]),
            "reaches beyond the 6 elements",
        ),
        (
            "strides",
            tensor("0", 6, 0, &[2, 2], &[1]),
            "1 strides were given",
        ),
        ("length", tensor("0", 7, 0, &[2], &[1]), length),
        (
            "claim",
            tensor("0", 1 << 40, 0, &[2], &[1]),
            "have 4398046511104 bytes",
        ),
        (
            "missing",
            tensor("1", 6, 0, &[2], &[1]),
            "lacks the record \"archive/data/1\"",
        ),
        ("two lengths", lengths, "had 6 of float32 before"),
    ]);
}

#[test]
fn tensors_that_cannot_be_are_refused() {
    let expanded = "an expanded tensor of shape [1073741824] has 4294967296 bytes, more than";
    let (huge, zeros) = ([1 << 40, 1 << 40, 0], [0, 0, 0]);
    check_refused(&[
        ("negative stride", tensor("0", 6, 0, &[2], &[-1]), "is negative"),
        ("negative size", tensor("0", 6, 0, &[-2], &[1]), "is negative"),
        ("negative offset", tensor("0", 6, -1, &[2], &[1]), "is negative"),
        (
            "length",
            tensor("0", i64::MAX, 0, &[2], &[1]),
            "more bytes than can be counted",
        ),
        (
            "sizes",
            tensor("0", 6, 0, &huge, &zeros),
            "more bytes than can be counted",
        ),
        ("rank", tensor("0", 6, 0, &[1; 65], &[1; 65]), "65 dimensions"),
        ("expanded", tensor("0", 6, 0, &[1 << 30], &[0]), expanded),
    ]);
}

#[test]
fn programs_are_not_run() {
    let text = |text: &str| [b"X", &(text.len() as u32).to_le_bytes()[..], text.as_bytes()].concat();
    let call = |module: &str, name: &str| {
        [
            format!("c{module}\n{name}\n").as_bytes(),
            &text("touch /tmp/run"),
            b"\x85R",
        ]
        .concat()
    };
    for (module, name) in [
        ("posix", "system"),
        ("os", "system"),
        ("builtins", "eval"),
        ("torch", "load"),
        ("torch.storage", "_load_from_bytes"),
    ] {
        let message = refusal(&call(module, name));
        assert!(
            message.contains(&format!("byte 2 of the pickle: it asks for \"{module}.{name}\"")),
            "{message}"
        );
        let stacked = [&b"\x80\x04"[..], &text(module), &text(name), b"\x93."].concat();
        let message = from_bytes(&file(&stacked)).expect_err("a program").to_string();
        assert!(
            message.contains(&format!("it asks for \"{module}.{name}\"")),
            "{message}"
        );
    }
    for (what, body, sentence) in [
        ("a tensor called", b"N)R".to_vec(), "no function"),
        ("arguments", b"ctorch\nSize\nNR".to_vec(), "not a tuple"),
        (
            "a size",
            b"ctorch\nSize\nN\x85R".to_vec(),
            "Size is called with arguments that it does not take",
        ),
        (
            "a function itself",
            b"ctorch\nSize\n".to_vec(),
            "a function, a type or a storage by itself",
        ),
        ("attributes", b"]}b".to_vec(), "attributes are given"),
        (
            "an instance",
            b"(i__main__\nX\n".to_vec(),
            "the instruction INST (0x69)",
        ),
        ("an extension", b"\x82\x01".to_vec(), "the instruction EXT1"),
        (
            "no instruction",
            b"\xff".to_vec(),
            "an instruction that Python has not",
        ),
    ] {
        let message = refusal(&body);
        assert!(message.contains(sentence), "{what}: {message}");
    }
}

#[test]
fn nesting_and_repetition_are_limited() {
    const DEEP: usize = 1_000_000;
    let deep = [vec![b']'; DEEP], vec![b'a'; DEEP - 1]].concat();
    let tuples = [b"N".to_vec(), vec![0x85; DEEP]].concat();
    // Each list has the one before twice.
    let laughs: Vec<u8> = [b"]".to_vec(), b"q\0]h\0ah\0a".repeat(60)].concat();
    // A list, and a dict that has it and is in it.
    let cycle = b"]q\0}q\x01X\x01\0\0\0ah\0sah\0".to_vec();
    for (what, body, sentence) in [
        ("lists", deep, "nested deeper than 1000"),
        ("tuples", tuples, "nested deeper than 1000"),
        ("itself", b"]q\0h\0a".to_vec(), "a value holds itself"),
        ("a cycle", cycle, "a value holds itself"),
        ("laughs", laughs, "repeated so often"),
        (
            "key twice",
            b"}(K\x01NK\x01Nu".to_vec(),
            "a dict has the key 1 twice",
        ),
        ("list as key", b"}]Ns".to_vec(), "has the key []"),
    ] {
        let message = refusal(&body);
        assert!(message.contains(sentence), "{what}: {message}");
    }
    let allowed = [vec![b']'; 999], vec![b'a'; 998]].concat();
    let value = from_bytes(&file(&pickle(&allowed))).expect("it is just not too deep");
    assert_eq!(value.to_string().len(), 2 * 999);
    assert_eq!(
        value.into_state_dict().expect("it has one path").metadata()[""].len(),
        2 * 999
    );
    let inner = [vec![b']'; 998], tensor("0", 6, 0, &[6], &[1]), vec![b'a'; 998]].concat();
    let state = from_bytes(&file(&pickle(&inner)))
        .expect("it is just not too deep")
        .into_state_dict();
    assert_eq!(
        state.expect("it has one path").keys().next().map(str::len),
        Some(2 * 998 - 1)
    );
}

#[test]
fn pickles_that_do_not_hold_together_are_refused() {
    for (what, body, sentence) in [
        ("stack", b"0".to_vec(), "the stack is empty"),
        ("below a mark", b"N(0".to_vec(), "the stack is empty"),
        ("no mark", b"t".to_vec(), "no mark"),
        ("memo", b"h\x07".to_vec(), "nothing was put into place 7"),
        ("append", b"NNa".to_vec(), "no list or set"),
        ("entry", b"]NNs".to_vec(), "no dict"),
        ("odd", b"}(Nu".to_vec(), "a key has no value"),
        ("text", b"X\x01\0\0\0\xff".to_vec(), "not UTF-8"),
        (
            "length",
            b"X\xff\xff\xff\xff".to_vec(),
            "in the middle of an instruction",
        ),
        (
            "length 8",
            b"\x8e\xff\xff\xff\xff\xff\xff\xff\xff".to_vec(),
            "in the middle of an instruction",
        ),
        ("persistent", b"K\x01Q".to_vec(), "not that of a storage"),
    ] {
        let message = refusal(&body);
        assert!(message.contains(sentence), "{what}: {message}");
    }
    for (bytes, sentence) in [
        (&b"\x80\x01N."[..], "protocol 1; those from 2 to 5"),
        (b"\x80\x06N.", "protocol 6"),
        (b"N.", "does not begin as a pickle"),
        (b"", "in the middle of an instruction"),
        (b"\x80\x02", "in the middle of an instruction"),
    ] {
        let message = from_bytes(&file(bytes)).expect_err("no pickle").to_string();
        assert!(message.contains(sentence), "{message}");
    }
}

#[test]
fn archives_that_do_not_hold_together_are_refused() {
    let none = pickle(b"N");
    let good = file(&pickle(&tensor("0", 6, 0, &[6], &[1])));
    let mut flipped = good.clone();
    let at = good
        .windows(4)
        .position(|window| window == 5_f32.to_le_bytes())
        .expect("it is there");
    flipped[at] ^= 1;
    let deflated = archive(CompressionMethod::Deflated, &[("a/data.pkl", &none)]);
    let two = archive(
        CompressionMethod::Stored,
        &[("a/data.pkl", &none), ("b/data.pkl", &none)],
    );
    let order = archive(
        CompressionMethod::Stored,
        &[("a/data.pkl", &none), ("a/byteorder", b"middle")],
    );
    let without = archive(CompressionMethod::Stored, &[("a/data", &none)]);
    for (what, bytes, sentence) in [
        ("checksum", flipped, "storage \"0\": record \"archive/data/0\": "),
        ("deflated", deflated, "record \"a/data.pkl\": it is compressed"),
        ("two", two, "more than one pickle"),
        ("order", order, "the byte order is \"middle\""),
        (
            "without",
            without,
            "is not a .pt file as torch.save writes it, but a zip archive",
        ),
        (
            "truncated",
            good[..good.len() - 1].to_vec(),
            "the zip archive is damaged",
        ),
    ] {
        let message = from_bytes(&bytes).expect_err(what).to_string();
        assert!(message.contains(sentence), "{what}: {message}");
    }
    for end in 0..good.len() {
        assert!(from_bytes(&good[..end]).is_err(), "{end} bytes of {}", good.len());
    }
}

#[test]
fn archives_counted_in_64_bits_are_read() {
    let pickle = pickle(&tensor("0", 6, 0, &[6], &[1]));
    let elements = [0; 24];
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Stored)
        .large_file(true);
    for (name, bytes) in [("x/data.pkl", &pickle[..]), ("x/data/0", &elements)] {
        zip.start_file(name, options).expect("any name is allowed");
        zip.write_all(bytes).expect("memory has room");
    }
    let bytes = zip.finish().expect("memory has room").into_inner();
    let value = from_bytes(&bytes).expect("it is an archive of zip64");
    assert_eq!(value.as_tensor().expect("it is one").to_vec::<f32>(), [0.0; 6]);
}
