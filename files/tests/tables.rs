//! The program `table`, as its users start it: what it refuses, what it warns of, and what it
//! saves.

use std::env::{self, consts::EXE_EXTENSION};
use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use files::table::{Choice, Recipe, Table, load, predict, train};

/// What the program gave: whether it succeeded, its output, and its errors.
fn table(folder: &Path, arguments: &[&str]) -> (bool, String, String) {
    let test = env::current_exe().unwrap();
    let examples = test.ancestors().nth(2).unwrap().join("examples");
    let mut program =
        Command::new(examples.join("table").with_extension(EXE_EXTENSION));
    program.args(arguments).current_dir(folder).stdin(Stdio::null());
    let Output { status, stdout, stderr } = program.output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (status.success(), text(stdout), text(stderr))
}

/// A header and so many lines.
fn lines(header: &str, count: usize, line: impl Fn(usize) -> String) -> Vec<u8> {
    let lines = (0..count).map(|i| line(i) + "\n");
    (format!("{header}\n") + &lines.collect::<String>()).into_bytes()
}

/// A number that looks random.
fn noise(i: usize) -> f64 {
    (i as f64 * 12.9898).sin() * 43.0
}

/// Asserts that the program refuses the file with this error, in one line, prints nothing else,
/// and writes nothing.
fn refused(bytes: &[u8], options: &[&str], cause: &str) {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("my.csv"), bytes).unwrap();
    let (succeeds, out, errors) =
        table(folder.path(), &[&["my.csv"], options].concat());
    assert!(!succeeds, "{cause}");
    assert_eq!(errors, format!("error: my.csv: {cause}\n"));
    assert_eq!(out, "");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
}

/// A bad file gets one sentence with its name, the line or the column, and the cause; and nothing is
/// written.
#[test]
fn thirty_bad_files_get_one_sentence_each_and_nothing_is_written() {
    let y: &[&str] = &["--target", "y"];
    let empty = "it is empty";
    let open = "a quotation mark is opened and never closed";
    let sign = "there is one column; if it is cut by another sign, say --separator";
    refused(b"", y, empty);
    refused(b"\n\n\r\n", y, empty);
    refused(b"x,y\n", y, "it has a header and no row");
    refused(b"x,y", y, "it has a header and no row");
    refused(b"x,y\n1,2\n1,2,3\n", y, "line 3: 3 cells under 2 columns");
    refused(b"x\ty\n1\t2\n", y, &format!("line 1: {sign} tab"));
    let one = "line 1: there is one column, \"y\", and nothing to predict it from";
    refused(b"y\n1\n2\n", y, one);
    let html = "line 1: there is one column, \"<!DOCTYPE html>\", and nothing to predict \
                it from";
    refused(b"<!DOCTYPE html>\n<html>\n", y, html);
    refused(b"x,x,y\n1,2,3\n", y, "line 1: two columns have the name \"x\"");
    refused(b"x,,y\n1,2,3\n", y, "line 1: column 2 has no name");
    let numbers = "line 1: it holds numbers and not the names of the columns";
    refused(b"1,2,3\n4,5,6\n", y, numbers);
    refused(b"\xff\xfex\0,\0y\0", y, "it is text in UTF-16: save it as UTF-8");
    let workbook = "it is a workbook or another archive: save its table as CSV";
    refused(b"PK\x03\x04\x14\0", y, workbook);
    refused(b"\x1f\x8b\x08\0", y, "it is compressed: unpack it first");
    refused(b"x,y\n1,\0\n", y, "line 2: it has a zero byte, so it is no text");
    let rows = "2 rows, and to train and to test takes at least 20";
    refused(b"x,y\n1,2\n2,3\n", y, rows);
    refused(b"x,z\n1,2\n", y, "it has no column \"y\", but x, z");

    let table = |y: fn(usize) -> String| {
        lines("x,y", 40, move |i| format!("{},{}", noise(i), y(i)))
    };
    let of_y = |cause: &str| format!("column \"y\": {cause}");
    refused(&table(|_| "NA".into()), y, &of_y("it is empty in every row"));
    let same = "it is \"yes\" in every row, so nothing is to be told";
    refused(&table(|_| "yes".into()), y, &of_y(same));
    let same = "it is \"7\" in every row, so nothing is to be told";
    refused(&table(|_| "7".into()), y, &of_y(same));
    let classes = "it has 40 classes in 40 rows, and fewer than 5 rows for a class teach \
                   nothing";
    refused(&table(|i| format!("name{i}")), y, &of_y(classes));
    let many = lines("x,y", 3000, |i| format!("{},label{}", noise(i), i % 1000));
    let classes = "it has 1000 classes in 3000 rows, and fewer than 5 rows for a class \
                   teach nothing";
    refused(&many, y, &of_y(classes));
    let text = "line 9, column \"y\": \"twelve\" is no number, as 39 of 40 are; mend it, \
                leave it empty, or say --categories \"y\"";
    refused(
        &table(|i| if i == 7 { "twelve".into() } else { format!("{i}") }),
        y,
        text,
    );
    let huge = "column \"y\": its numbers are too large to square";
    refused(&table(|i| format!("{}", 1e300 * noise(i))), y, huge);

    let left = "no column is left to predict \"y\" from";
    let names = lines("name,y", 40, |i| format!("name{i},{}", noise(i)));
    refused(&names, y, left);
    let numbered = lines("row,y", 40, |i| format!("{i},{}", noise(i)));
    refused(&numbered, y, left);
    let constant = lines("x,empty,y", 40, |i| format!("same,,{}", noise(i)));
    refused(&constant, y, left);
    let measured = lines("x,y", 40, |i| format!("{},{}", noise(i), i % 2));
    let without = ["--target", "y", "--without", "z"];
    refused(&measured, &without, "it has no column \"z\", but x, y");

    // From public issues: JuliaData/CSV.jl#54, twice.
    refused(b"A,B,C\n1,1,10\n6,1\n", y, "line 3: 2 cells under 3 columns");
    refused(b"A;B;C\n1,1,10\n2,0,16\n", y, &format!("line 1: {sign} ';'"));
    // apple/turicreate#1692
    let space = "line 2: a space stands before a quotation mark";
    refused(b"a, b\n\"a\", \"b\"\n\"c\", \"d\n", y, space);
    // cldf/csvw#52
    let bytes = b"Row,Content\n1,\"i am an unclosed comment\n2,Lorem ipsum.\n";
    refused(bytes, y, &format!("line 2: {open}"));
    // osiegmar/FastCSV#173
    refused(b"col1,col2\n\"val1,val2\nval3,val4\n", y, &format!("line 2: {open}"));
    // halogenandtoast/excelsior#8
    refused(b"\"Foo\",\"Bar\",\"Baz", y, &format!("line 1: {open}"));
    // JoshClose/CsvHelper#308
    let bytes = b"CBH,AA,12277,CARRS,54.TXT\nCBH,BB,12335,\"CARRS\n\"\",55.TXT\nCBH,C,1,C,5\n";
    refused(bytes, y, &format!("line 2: {open}"));
    // pandas-dev/pandas#13746
    let mixed = lines("a,y", 40, |i| {
        format!("{},{}", if i == 20 { "X" } else { "1" }, noise(i))
    });
    let cause = "line 22, column \"a\": \"X\" is no number, as 39 of 40 are; mend it, \
                 leave it empty, or say --categories \"a\"";
    refused(&mixed, y, cause);
    // pandas-dev/pandas#22584
    let bytes = b"area_code,indicator_test_1\narea_1,1,000\narea_2,2,000\n";
    refused(bytes, y, "line 2: 3 cells under 2 columns");
    // pandas-dev/pandas#59299
    let commas = lines("a;y", 40, |i| format!("{};{},56", noise(i), 1 + i));
    let cause = "line 2, column \"y\": \"1,56\" has a comma: write numbers with a point, \
                 and no sign for thousands";
    refused(&commas, &["--target", "y", "--separator", ";"], cause);
    // tidyverse/readr#1225
    let infinite = lines("num_inf,y", 40, |i| {
        format!(
            "{},{}",
            if i == 3 { "INF".into() } else { noise(i).to_string() },
            i % 2
        )
    });
    let cause = "line 5, column \"num_inf\": \"INF\" is no number, as 39 of 40 are; mend \
                 it, leave it empty, or say --categories \"num_inf\"";
    refused(&infinite, y, cause);
    // tidyverse/readr#455
    refused(b"A;B\n1.3;alpha\n2.345;beta\n", y, &format!("line 1: {sign} ';'"));
    // seek4science/seek#2669: a degree sign in Latin-1.
    let utf = "line 1: it is not in UTF-8: save it as UTF-8";
    refused(b"\"Temp, \xb0C\",y\n1,2\n", y, utf);
}

#[test]
fn a_file_that_is_not_there_or_no_file_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    for (path, error) in [("no.csv", "error: no.csv: "), (".", "error: .: ")] {
        let (succeeds, out, errors) = table(folder.path(), &[path, "--target", "y"]);
        assert!(!succeeds && out.is_empty() && errors.starts_with(error), "{errors}");
        assert_eq!(errors.lines().count(), 1);
    }
    fs::write(folder.path().join("my.csv"), "x,y\n1,2\n").unwrap();
    let save = ["my.csv", "--target", "y", "--save", "no/such"];
    let (succeeds, _, errors) = table(folder.path(), &save);
    assert!(!succeeds && errors.starts_with("error: no/such: "), "{errors}");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
}

/// A table in which x tells y, and z nothing; y is a number.
fn easy(header: &str, count: usize) -> Vec<u8> {
    lines(header, count, |i| {
        format!(
            "{:.3},{},{:.3}",
            noise(i),
            ["a", "b"][i * i % 3 % 2],
            100.0 + noise(i).abs()
        )
    })
}

/// Asserts that training succeeds; its warnings.
fn warnings(bytes: &[u8], options: &[&str]) -> String {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("my.csv"), bytes).unwrap();
    let all = [&["my.csv", "--target", "y"], options].concat();
    let (succeeds, out, errors) = table(folder.path(), &all);
    assert!(succeeds, "{errors}");
    assert!(out.contains("saved: my-y.safetensors, my-y.svg\n"), "{out}");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 3);
    let figure = fs::read_to_string(folder.path().join("my-y.svg")).unwrap();
    assert_eq!(figure.matches("<polyline").count(), 2);
    errors
}

/// It warns of held-out rows with a twin among the training rows, of a column of numbers along which the
/// classes do not overlap, of classes that are rare, and of one that is almost all rows.
#[test]
fn leakage_and_classes_of_unequal_size_are_warned_of() {
    let mut twice = easy("x,z,y", 60);
    let again = easy("x,z,y", 60);
    twice.extend(&again[6..]);
    let says = warnings(&twice, &[]);
    assert!(says.contains("have a twin among the training rows"), "{says}");
    let apart = lines("x,z,y", 60, |i| {
        let class = i % 2;
        format!("{},{},{}", 100 * class + i, noise(i), ["no", "yes"][class])
    });
    let says = warnings(&apart, &[]);
    let alone = "warning: \"x\" alone tells \"y\": is it known before \"y\" is?\n";
    assert_eq!(says, alone);
    let rare = lines("x,z,y", 100, |i| {
        format!(
            "{},{},{}",
            noise(i),
            noise(i + 7),
            ["rare", "common"][usize::from(i > 4)]
        )
    });
    let says = warnings(&rare, &[]);
    assert!(says.contains("warning: 95 % of the rows are \"common\""), "{says}");
    assert!(
        says.contains("warning: only 5 of 100 rows are \"rare\": too few"),
        "{says}"
    );
    assert_eq!(warnings(&easy("x,z,y", 60), &[]), "");
}

/// The program refuses to train on two kinds of such columns: one of few values, each of which comes
/// with one value of the target, and one of numbers on a straight line with the target.
#[test]
fn a_code_of_the_target_and_a_line_with_it_are_refused() {
    let y: &[&str] = &["--target", "y"];
    let disguise = |x: &str| {
        format!(
            "column \"{x}\": it is \"y\" in other words; leave it out by --without \
             \"{x}\", or use it by --keep \"{x}\""
        )
    };
    let code = lines("x,code,y", 40, |i| {
        format!("{},{},{}", noise(i), i % 2, ["no", "yes"][i % 2])
    });
    refused(&code, y, &disguise("code"));
    let pounds = lines("pounds,y", 40, |i| {
        format!("{:.3},{:.3}", 2.2046 * noise(i), noise(i))
    });
    refused(&pounds, y, &disguise("pounds"));
}

/// A column that can't help is left out, with a warning: one that is empty, that says the same in every
/// row, that numbers the rows, or whose words are nearly all different, as names are. A row without a
/// target can't teach and is left out.
#[test]
fn columns_that_tell_nothing_and_rows_without_a_target_are_left_out_with_a_word() {
    let bytes = lines("id,name,same,none,x,y", 60, |i| {
        let y = if i == 5 { "NA".into() } else { noise(i).abs().to_string() };
        format!("{},name{i},5,,{},{y}", i + 1, noise(i))
    });
    let says = warnings(&bytes, &[]);
    assert_eq!(
        says,
        "warning: rows without \"y\", which are left out: 1\n\
         warning: \"id\" numbers the rows, and is left out\n\
         warning: \"name\" is another text in almost every row, and is left out\n\
         warning: \"same\" is the same in every row, and is left out\n\
         warning: \"none\" is empty, and is left out\n"
    );
}

/// Files of spreadsheets are read as they come: with a mark at the beginning, lines that end as on
/// Windows, cells in quotation marks, and semicolons if you say so.
#[test]
fn files_as_spreadsheets_write_them_give_the_same_table() {
    let folder = tempfile::tempdir().unwrap();
    let read = |bytes: &str, separator| {
        let path = folder.path().join("my.csv");
        fs::write(&path, bytes).unwrap();
        Table::read(&path, separator).unwrap()
    };
    let plain = read("x,y\n1,a b\n2,c\n", b',');
    assert_eq!(read("\u{feff}x,y\r\n1,a b\r\n2,c\r\n", b','), plain);
    assert_eq!(read("\"x\" ,y\n\"1\",\"a b\"\n 2 , c", b','), plain);
    assert_eq!(read("x;y\n1;a b\n2;c\n", b';'), plain);
    let odd = read("x,y\n\"1\n2\",\"say \"\"so\"\"\"\n\n3,n/a\n", b',');
    let cells: Vec<&[String]> = odd.rows.iter().map(|row| &row.cells[..]).collect();
    assert_eq!(cells, [["1\n2", "say \"so\""], ["3", ""]]);
    assert_eq!(odd.rows[1].line, 5);
}

/// What is loaded predicts the same numbers to the last bit, and rows by the names of the columns, in
/// any order.
#[test]
fn a_saved_network_predicts_the_same_from_columns_in_any_order() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("my.csv");
    fs::write(&path, easy("x,z,y", 60)).unwrap();
    let read = Table::read(&path, b',').unwrap();
    let choice = Choice { target: "y".into(), ..Choice::default() };
    let trained = train(&read, &choice, |_| {}).unwrap();
    let model = folder.path().join("net");
    files::table::save(&trained.recipe, &trained.net, &model).unwrap();
    let (recipe, net) = load(&model).unwrap();
    assert_eq!(recipe, trained.recipe);
    assert_eq!(net.parameters(), trained.net.parameters());

    let turned = lines("more,z,x", 60, |i| {
        format!("?,{},{:.3}", ["a", "b"][i * i % 3 % 2], noise(i))
    });
    fs::write(&path, turned).unwrap();
    let turned = Table::read(&path, b',').unwrap();
    let here = predict(&trained.recipe, &trained.net, &read).unwrap();
    assert_eq!(predict(&recipe, &net, &turned).unwrap(), here);
    let (_, out, _) = table(folder.path(), &["my.csv", "--with", "net"]);
    let lines: Vec<&str> = out.lines().collect();
    assert_eq!(lines[0], "line,y");
    assert_eq!(lines[1], format!("2,{}", here.0[0].said));
    assert_eq!(lines.len(), 61);
}

/// The network of [a table](own-data.md#used-again) carries its recipe as a note in the
/// header, under `__metadata__`.
#[test]
fn the_recipe_of_a_table_is_a_note_in_the_header_of_its_network() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("my.csv");
    fs::write(&path, easy("x,z,y", 60)).unwrap();
    let choice = Choice { target: "y".into(), ..Choice::default() };
    let table = Table::read(&path, b',').unwrap();
    let trained = train(&table, &choice, |_| {}).unwrap();
    let model = folder.path().join("net");
    files::table::save(&trained.recipe, &trained.net, &model).unwrap();
    let bytes = fs::read(&model).unwrap();
    let (length, rest) = bytes.split_first_chunk().unwrap();
    let header = &rest[..u64::from_le_bytes(*length) as usize];
    let header: serde_json::Value = serde_json::from_slice(header).unwrap();
    let note = header["__metadata__"]["table"].as_str().unwrap();
    let recipe: Recipe = serde_json::from_str(note).unwrap();
    assert_eq!(recipe, trained.recipe);
}

/// Scales and lists of values are learned on the training rows only: other numbers in the rest change
/// nothing.
#[test]
fn the_recipe_does_not_look_at_rows_that_are_held_out() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("my.csv");
    let choice = Choice { target: "y".into(), ..Choice::default() };
    let learned = |changed: Option<usize>| {
        let bytes = lines("x,y", 50, |i| {
            let x = if changed == Some(i) { 1e6 } else { noise(i) };
            format!("{x},{:.3}", noise(i + 1))
        });
        fs::write(&path, bytes).unwrap();
        train(&Table::read(&path, b',').unwrap(), &choice, |_| {}).unwrap()
    };
    let before = learned(None);
    assert_eq!(before.parts.each_ref().map(Vec::len), [30, 10, 10]);
    let same = (0..50).filter(|&i| learned(Some(i)).recipe == before.recipe).count();
    assert_eq!(same, 20);
}

#[test]
fn what_does_not_fit_the_saved_network_is_refused_or_named() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    fs::write(at("my.csv"), easy("x,z,y", 60)).unwrap();
    let (succeeds, _, _) = table(folder.path(), &["my.csv", "--target", "y"]);
    assert!(succeeds);
    let with = |model: &str, bytes: &[u8]| {
        fs::write(at("new.csv"), bytes).unwrap();
        table(folder.path(), &["new.csv", "--with", model])
    };
    let refused = |model: &str, bytes: &[u8], error: &str| {
        let (succeeds, out, errors) = with(model, bytes);
        assert!(!succeeds && out.is_empty());
        assert!(errors.starts_with(&format!("error: {error}")), "{errors}");
        assert_eq!(errors.lines().count(), 1);
    };
    let model = "my-y.safetensors";
    let lacks = "new.csv: it has no column \"z\", but x, w\n";
    refused(model, b"x,w\n1,a\n", lacks);
    let text = "new.csv: line 3, column \"x\": \"one\" is no number\n";
    refused(model, b"x,z\n1,a\none,b\n", text);
    refused("no", b"x,z\n1,a\n", "no: ");
    refused("my.csv", b"x,z\n1,a\n", "my.csv: it is no safetensors file: ");
    let whole = fs::read(at(model)).unwrap();
    fs::write(at("cut"), &whole[..whole.len() - 8]).unwrap();
    refused("cut", b"x,z\n1,a\n", "cut: it is no ");
    let lenet =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../data/lenet.safetensors");
    fs::copy(lenet, at("lenet")).unwrap();
    refused("lenet", b"x,z\n1,a\n", "lenet: it is no network of a table\n");

    let (succeeds, out, errors) = with(model, b"x,z\n1,a\n,\n2,c\n");
    assert!(succeeds);
    assert_eq!(out.lines().count(), 4);
    let never = "warning: 2 rows, first that in line 3, have a \"z\" that the network has \
                 never seen: \"\"\n";
    assert_eq!(errors, never);
}
