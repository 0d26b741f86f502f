//! A program that prints a table.

fn main() {
    let mut table = show::Table::new().text("epoch").number("loss");
    table.row(["1", "0.25"]);
    assert_eq!(table.to_string(), "epoch  loss\n1      0.25");
}
