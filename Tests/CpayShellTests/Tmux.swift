import CSystemCalls
import CpayTestSupport
import Foundation
import Glibc
import Testing

/// A terminal multiplexer of the test's own, in which `cpay` runs at a terminal that others have
/// written.
final class Tmux {
  private let socket: String
  private let folder: TemporaryDirectory

  /// What a terminal shows.
  struct Screen: Hashable {
    /// The rows, without the blanks at their ends and the empty rows below.
    var rows: [String]
    var row: Int
    var column: Int
  }

  /// Starts `cpay`, or another program, on a screen of that size, with those files in its home.
  init(
    columns: Int, rows: Int, _ arguments: [String], environment: [String: String] = [:],
    files: [String: String] = [:], program: String = ChildProcess.executable.path()
  ) throws {
    folder = try TemporaryDirectory(files)
    // One shorter than what a socket may be called.
    socket = folder.path + "/s"
    try folder.write(
      """
      set -g status off
      set -s escape-time 0
      set -g default-terminal tmux-256color
      set -g remain-on-exit on
      set -g remain-on-exit-format ""
      """, to: "tmux.conf")
    for name in [
      "config/cpay", "config/cpay/config.yaml", "state", "state/cpay", "state/cpay/history",
    ]
    where FileManager.default.fileExists(atPath: folder.path + "/" + name) {
      try folder.makePrivate(name)
    }
    let variables = [
      "HOME": folder.path, "XDG_STATE_HOME": folder.path + "/state",
      "XDG_CONFIG_HOME": folder.path + "/config", "LC_ALL": "C.UTF-8",
      "TERM": "tmux-256color", "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "",
    ].merging(environment) { $1 }
    let words =
      ["exec", "env", "-i"] + variables.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
      + [program] + arguments
    try run(
      "-f", folder.path + "/tmux.conf", "new-session", "-d", "-x", "\(columns)", "-y", "\(rows)",
      "-c", folder.path, words.map { "'\($0)'" }.joined(separator: " "))
  }

  /// Ends the server and what runs in it; one whose signals are blocked, as those of the thread that
  /// started it may have been, would stay for good when it is only asked to.
  deinit {
    let ids = try? run("display-message", "-p", "#{pid} #{?pane_dead,,#{pane_pid}}")
    _ = try? run("kill-server")
    for id in (ids ?? "").split(whereSeparator: \.isWhitespace).compactMap({ Int32($0) })
    where id > 1 {
      kill(id, SIGKILL)
    }
  }

  /// Presses keys, by the names that tmux has for them.
  func press(_ keys: [String]) throws { try run(["send-keys"] + keys) }

  /// Types a text.
  func type(_ text: String) throws { try run("send-keys", "-l", "--", text) }

  /// Sends bytes as a terminal would.
  func send(_ bytes: [UInt8]) throws {
    try run(["send-keys", "-H"] + bytes.map { String($0, radix: 16) })
  }

  /// Pastes a text, in brackets where the program has asked for these.
  func paste(_ text: String) throws {
    try run("set-buffer", "--", text)
    try run("paste-buffer", "-p")
  }

  /// Changes the size, and waits until the program in it is told: tmux lays out the screen anew before
  /// that, and what is typed meanwhile is drawn for the old one.
  func resize(columns: Int, rows: Int) throws {
    try run("resize-window", "-x", "\(columns)", "-y", "\(rows)")
    let isTold = try wait { try size() == (columns, rows) }
    try #require(isTold)
  }

  private func size() throws -> (columns: Int, rows: Int) {
    let path = try run("display-message", "-p", "#{pane_tty}").split(separator: "\n").first ?? ""
    let terminal = unsafe open(String(path), O_RDONLY | O_NOCTTY | O_CLOEXEC)
    defer { close(terminal) }
    let size = cpay_terminal_size(terminal)
    return (Int(size.columns), Int(size.rows))
  }

  /// What is shown now.
  func screen() throws -> Screen {
    let text = try run(
      "capture-pane", "-p", ";", "display-message", "-p", "#{cursor_y} #{cursor_x}")
    var rows = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    if rows.last == "" { rows.removeLast() }
    let cursor = rows.removeLast().split(separator: " ").compactMap { Int($0) }
    rows = rows.map { row in
      String(row.reversed().drop { $0 == " " }.reversed())
    }
    while rows.last == "" { rows.removeLast() }
    return Screen(rows: rows, row: cursor.first ?? 0, column: cursor.last ?? 0)
  }

  /// What is shown now, with the sequences that make it look as it does.
  func styledScreen() throws -> String { try run("capture-pane", "-p", "-e") }

  /// Waits until `isTrue`; false after a minute.
  func wait(until isTrue: () throws -> Bool) rethrows -> Bool {
    let end = ContinuousClock.now + .seconds(60)
    while try !isTrue() {
      if ContinuousClock.now > end { return false }
      _ = poll(nil, 0, 20)
    }
    return true
  }

  /// The process that runs in it, and whether it has ended.
  func process() throws -> (id: Int32, hasEnded: Bool) {
    let parts = try run("display-message", "-p", "#{pane_pid} #{pane_dead}").split(separator: " ")
    return (parts.first.flatMap { Int32($0) } ?? 0, parts.last?.hasPrefix("1") == true)
  }

  @discardableResult
  private func run(_ arguments: String...) throws -> String { try run(arguments) }

  @discardableResult
  private func run(_ arguments: [String]) throws -> String {
    // A server that is started here outlives whoever starts it: it must hold no pipe of this process
    // open, and what it shows is read from a file for the same reason.
    let closing = """
      for file in /proc/$$/fd/*; do
        number=${file##*/}
        [ "$number" -gt 2 ] && eval "exec $number>&-"
      done 2>/dev/null
      exec "$@"
      """
    let path = folder.path + "/shown"
    try folder.write("", to: "shown")
    let output = try FileHandle(forWritingTo: URL(filePath: path))
    defer { try? output.close() }
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments =
      (arguments.contains("new-session") ? ["bash", "-c", closing, "bash"] : [])
      + ["tmux", "-u", "-S", socket] + arguments
    process.environment = [
      "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "", "LC_ALL": "C.UTF-8",
      "TERM": "xterm-256color",
    ]
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    process.standardInput = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      throw Failure(description: "tmux \(arguments.joined(separator: " ")) failed")
    }
    return folder.read("shown") ?? ""
  }

  struct Failure: Error, CustomStringConvertible {
    let description: String
  }
}
