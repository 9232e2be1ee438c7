import CpayShell
import Glibc
import Testing

@Suite struct HistoryFileTests {
  private let directory: ScratchDirectory
  private let file: HistoryFile

  init() throws {
    directory = try ScratchDirectory()
    file = HistoryFile(path: directory.path + "/state/history")
  }

  private var path: String { directory.path + "/state/history" }

  @Test func `gives back what was appended, oldest first`() throws {
    let entries = ["disputes | take 1", "evidence={\n  a: \"b\"\n}", "é 漢 😀 \u{202e}\0\t\"\\", "x"]
    for (time, text) in entries.enumerated() {
      #expect(try file.append(HistoryFile.Entry(time: 1_700_000_000 + Int64(time), text: text)))
    }
    let read = try file.load()
    #expect(read.map(\.text) == entries)
    #expect(read.map(\.time) == [1_700_000_000, 1_700_000_001, 1_700_000_002, 1_700_000_003])
  }

  @Test func `writes one JSON object a line`() throws {
    _ = try file.append(HistoryFile.Entry(time: 5, text: "a\nb"))
    _ = try file.append(HistoryFile.Entry(time: 6, text: "c"))
    #expect(
      directory.read(path) == "{\"time\":5,\"text\":\"a\\nb\"}\n{\"time\":6,\"text\":\"c\"}\n")
  }

  @Test func `keeps the session and the account with a text, where there are some`() throws {
    let entry = HistoryFile.Entry(
      time: 5, session: "4f", account: "acme", mode: "live", text: "disputes")
    _ = try file.append(entry)
    #expect(
      directory.read(path)
        == #"{"time":5,"session":"4f","account":"acme","mode":"live","text":"disputes"}"# + "\n")
    #expect(try file.load() == [entry])
  }

  @Test func `makes a private file in a private directory`() throws {
    #expect(try file.load() == [])
    #expect(directory.mode(path) == 0o600)
    #expect(directory.mode(directory.path + "/state") == 0o700)
  }

  @Test(arguments: [
    "", " disputes", "\tdisputes", "\u{a0}x", "auth sk_live_abc", "echo rk_test_1", "pk_live_",
    "x whsec_abc", "sk_test_\u{301}", "pk_test_x", "rk_live_y",
  ])
  func `keeps out what begins with a blank or holds a key`(text: String) throws {
    #expect(try !file.append(HistoryFile.Entry(time: 1, text: text)))
    #expect(directory.read(path) == nil)
  }

  @Test(arguments: ["risk_live", "whsec", "sk_liv_", "x sk_prod_1"])
  func `keeps what only looks a little like a key`(text: String) throws {
    #expect(try file.append(HistoryFile.Entry(time: 1, text: text)))
    #expect(try file.load().map(\.text) == [text])
  }

  @Test func `keeps out an entry that is too long`() throws {
    #expect(
      try !file.append(HistoryFile.Entry(time: 1, text: String(repeating: "x", count: 1 << 16))))
    #expect(
      try file.append(HistoryFile.Entry(time: 1, text: String(repeating: "x", count: 60_000))))
  }

  @Test func `is read while another process holds its lock, which is not waited for without end`()
    throws
  {
    _ = try file.append(HistoryFile.Entry(time: 1, text: "x"))
    let held = unsafe open(path, O_RDWR | O_CLOEXEC)
    defer { close(held) }
    #expect(flock(held, LOCK_EX) == 0)
    #expect(try file.load().map(\.text) == ["x"])
    let impatient = HistoryFile(path: path, longestWait: .milliseconds(20))
    let locked = HistoryFileError(reason: .locked, path: path)
    #expect(throws: locked) { try impatient.append(HistoryFile.Entry(time: 2, text: "y")) }
    #expect(flock(held, LOCK_UN) == 0)
    #expect(try impatient.append(HistoryFile.Entry(time: 3, text: "z")))
    #expect(try file.load().map(\.text) == ["x", "z"])
  }

  @Test(arguments: [0o640, 0o604, 0o660, 0o602, 0o666] as [mode_t])
  func `refuses a file that is open to others`(mode: mode_t) throws {
    _ = try file.append(HistoryFile.Entry(time: 1, text: "x"))
    directory.setMode(path, mode)
    let expected = HistoryFileError(reason: .openToOthers(mode: "600"), path: path)
    #expect(throws: expected) { try file.load() }
    #expect(throws: expected) { try file.append(HistoryFile.Entry(time: 2, text: "y")) }
    #expect(
      expected.message == "history is off: \(path) is open to others; run chmod 600 \(path)")
    directory.setMode(path, 0o600)
    #expect(try file.load().map(\.text) == ["x"])
  }

  @Test func `refuses a directory that is open to others`() throws {
    let state = directory.path + "/state"
    directory.makeDirectory(state)
    directory.setMode(state, 0o755)
    #expect(throws: HistoryFileError(reason: .openToOthers(mode: "700"), path: state)) {
      try file.load()
    }
  }

  @Test func `refuses symbolic links, hard links, directories and pipes`() throws {
    directory.makeDirectory(directory.path + "/state")
    let other = directory.path + "/other"
    directory.write("", to: other)
    directory.makeSymbolicLink(path, to: other)
    #expect(throws: HistoryFileError(reason: .symbolicLink, path: path)) { try file.load() }
    directory.delete(path)
    directory.makeHardLink(path, to: other)
    #expect(throws: HistoryFileError(reason: .hardLinked, path: path)) { try file.load() }
    directory.delete(path)
    directory.makeDirectory(path)
    #expect(throws: HistoryFileError(reason: .notAFile, path: path)) { try file.load() }
    directory.delete(path)
    directory.makePipe(path)
    #expect(throws: HistoryFileError(reason: .notAFile, path: path)) { try file.load() }
    #expect(directory.read(other) == "")
  }

  @Test func `refuses a directory that is a link or a file`() throws {
    let state = directory.path + "/state"
    directory.makeSymbolicLink(state, to: directory.path)
    #expect(throws: HistoryFileError(reason: .symbolicLink, path: state)) { try file.load() }
    directory.delete(state)
    directory.write("", to: state)
    #expect(throws: HistoryFileError(reason: .notADirectory, path: state)) { try file.load() }
  }

  @Test func `reports a directory that cannot be made`() throws {
    let deep = directory.path + "/no/such/history"
    #expect(
      throws: HistoryFileError(
        reason: .system(call: "open", code: ENOENT), path: directory.path + "/no/such")
    ) { try HistoryFile(path: deep).load() }
  }

  @Test func `skips a torn last line and does not join the next to it`() throws {
    _ = try file.append(HistoryFile.Entry(time: 1, text: "one"))
    directory.write("{\"time\":1,\"te", to: path, appending: true)
    #expect(try file.load().map(\.text) == ["one"])
    _ = try file.append(HistoryFile.Entry(time: 2, text: "two"))
    #expect(try file.load().map(\.text) == ["one", "two"])
  }

  @Test func `skips lines that are no entries`() throws {
    directory.makeDirectory(directory.path + "/state")
    directory.write(
      "null\n\n{\"time\":\"x\",\"text\":\"a\"}\n{\"text\":\"a\"}\n\u{0}\n{\"time\":1,\"text\":\"b\"}\n",
      to: path)
    #expect(try file.load().map(\.text) == ["b"])
  }

  @Test func `reads the newest ten thousand entries`() throws {
    directory.makeDirectory(directory.path + "/state")
    let lines = (1...10_500).map { "{\"time\":\($0),\"text\":\"\($0)\"}\n" }.joined()
    directory.write(lines, to: path)
    let entries = try file.load()
    #expect(entries.count == 10_000)
    #expect(entries.first?.text == "501")
    #expect(entries.last?.text == "10500")
  }

  @Test func `reads the last megabyte, and cuts a file twice as long to it`() throws {
    directory.makeDirectory(directory.path + "/state")
    let filler = String(repeating: "x", count: 1000)
    let lines = (1...2500).map { "{\"time\":\($0),\"text\":\"\(filler)\"}\n" }.joined()
    directory.write(lines, to: path)
    let entries = try file.load()
    #expect(entries.last?.time == 2500)
    #expect((1000...1048).contains(entries.count))
    #expect((directory.read(path)?.utf8.count ?? 0) < HistoryFile.byteLimit)
    #expect(directory.mode(path) == 0o600)
    #expect(try file.load() == entries)
    #expect(try file.append(HistoryFile.Entry(time: 3000, text: "more")))
    #expect(try file.load().count == entries.count + 1)
  }

  @Test func `loses nothing when several append at once, also while the file is cut`() throws {
    directory.makeDirectory(directory.path + "/state")
    let filler = String(repeating: "x", count: 1000)
    directory.write(
      (1...2500).map { _ in "{\"time\":0,\"text\":\"\(filler)\"}\n" }.joined(), to: path)
    let file = self.file
    let writers = (0..<4).map { writer in
      Thread {
        for number in 0..<100 {
          _ = try? file.append(HistoryFile.Entry(time: 1, text: "\(writer):\(number)"))
          if number % 25 == writer { _ = try? file.load() }
        }
      }
    }
    for writer in writers { writer.join() }
    let kept = try file.load().filter { $0.time == 1 }.map(\.text)
    #expect(kept.count == 400)
    for writer in 0..<4 {
      let own = kept.filter { $0.hasPrefix("\(writer):") }
      #expect(own == (0..<100).map { "\(writer):\($0)" })
    }
  }
}
