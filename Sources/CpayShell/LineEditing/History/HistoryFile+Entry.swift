internal import CpayValue

extension HistoryFile {
  /// One line typed.
  package struct Entry: Hashable, Sendable {
    /// When it was entered, in seconds since 1970.
    package let time: Int64
    /// The text, which may have several lines.
    package let text: String
  }
}

extension HistoryFile.Entry {
  /// The entry a line of the file holds, nil when it holds none.
  init?(line: ArraySlice<UInt8>) {
    guard let node = try? JSONReader.read(Array(line)), let time = node["time"]?.integer,
      let text = node["text"]?.string
    else { return nil }
    self.init(time: time, text: text)
  }
}

extension JSONWriter {
  /// Writes an entry as a line of the file.
  mutating func entry(_ entry: HistoryFile.Entry) {
    beginObject()
    key("time")
    integer(entry.time)
    key("text")
    string(entry.text)
    endObject()
    endLine()
  }
}
