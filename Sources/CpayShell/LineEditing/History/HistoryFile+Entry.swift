internal import CpayValue

extension HistoryFile {
  /// One text typed.
  package struct Entry: Hashable, Sendable {
    /// When it was entered, in seconds since 1970.
    package let time: Int64
    /// The session it was typed in; empty in files of old.
    package var session = ""
    /// The account it was meant for, as a person calls it; empty where there was none.
    package var account = ""
    /// The mode of that account, `live`, `test` or `sandbox`; empty where there was none.
    package var mode = ""
    /// The text, which may have several lines.
    package let text: String

    /// An entry of those parts.
    package init(
      time: Int64, session: String = "", account: String = "", mode: String = "", text: String
    ) {
      (self.time, self.session, self.text) = (time, session, text)
      (self.account, self.mode) = (account, mode)
    }
  }
}

extension HistoryFile.Entry {
  /// The entry a line of the file holds, nil when it holds none.
  init?(line: ArraySlice<UInt8>) {
    guard let node = try? JSONReader.read(Array(line)), let time = node["time"]?.integer,
      let text = node["text"]?.string
    else { return nil }
    let part = { (name: String) in node[name]?.string ?? "" }
    self.init(
      time: time, session: part("session"), account: part("account"), mode: part("mode"),
      text: text)
  }
}

extension JSONWriter {
  /// Writes an entry as a line of the file.
  mutating func entry(_ entry: HistoryFile.Entry) {
    beginObject()
    key("time")
    integer(entry.time)
    for (name, part) in [
      ("session", entry.session), ("account", entry.account), ("mode", entry.mode),
    ] where !part.isEmpty {
      key(name)
      string(part)
    }
    key("text")
    string(entry.text)
    endObject()
    endLine()
  }
}
