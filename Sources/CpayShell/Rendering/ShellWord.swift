/// A word as the shells take it on a command line, for commands that a person is shown.
struct ShellWord {
  /// The word, in quotes where a shell would read something else.
  let text: String

  init(_ word: String) {
    let isPlain =
      !word.isEmpty && !word.hasPrefix("-")
      && word.utf8.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
          UInt8(ascii: "0")...UInt8(ascii: "9"):
          true
        default: Array("_./-+:,=@%".utf8).contains(byte)
        }
      }
    text = isPlain ? word : "'" + word.replacing("'", with: #"'\''"#) + "'"
  }
}
