import Foundation

@testable import CpayShell

/// A session at a terminal, told as what is done and what is then on the screen.
///
/// A scene begins with `# title` and ends where the next begins. `‸` stands where the cursor is.
struct ScreenScene: CustomStringConvertible, Sendable {
  let file: String
  let title: String
  /// The line of the title.
  let line: Int
  private(set) var steps: [Step] = []
  private(set) var columns = 50
  private(set) var rows = 8
  private(set) var arguments = ["--sandbox", "--seed", "docs"]
  private(set) var environment: [String: String] = [:]
  private(set) var files: [String: String] = [:]

  /// One line of a scene, or the lines of one screen.
  enum Step: Hashable, Sendable {
    case type(String)
    case press([String])
    case send(String)
    case paste(String)
    case resize(columns: Int, rows: Int)
    case signal(String)
    case screen([String])
    /// What the screen holds, with its sequences.
    case looks(String)
    /// What the screen does not hold in any row.
    case ended
  }

  var description: String { "\(file):\(line) \(title)" }

  /// The scenes of a file.
  static func scenes(_ text: String, file: String) -> [ScreenScene] {
    var scenes: [ScreenScene] = []
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
    {
      if line.hasPrefix("# ") {
        scenes.append(
          ScreenScene(file: file, title: String(line.dropFirst(2)), line: index + 1))
      } else if !scenes.isEmpty {
        scenes[scenes.count - 1].add(String(line))
      }
    }
    return scenes
  }

  private init(file: String, title: String, line: Int) {
    (self.file, self.title, self.line) = (file, title, line)
  }

  private mutating func add(_ line: String) {
    if line.hasPrefix("|") {
      let row = String(line.dropFirst())
      if case .screen(let rows) = steps.last {
        steps[steps.count - 1] = .screen(rows + [row])
      } else {
        steps.append(.screen([row]))
      }
      return
    }
    // A mark behind the blank would make it another character.
    let parts = line.utf8.split(
      separator: UInt8(ascii: " "), maxSplits: 1, omittingEmptySubsequences: false)
    let word = String(parts[0]) ?? ""
    let rest = parts.count > 1 ? String(parts[1]) ?? "" : ""
    switch word {
    case "type": steps.append(.type(rest))
    case "press": steps.append(.press(rest.split(separator: " ").map(String.init)))
    case "send": steps.append(.send(rest.unescaped))
    case "paste": steps.append(.paste(rest.unescaped))
    case "signal": steps.append(.signal(rest))
    case "looks": steps.append(.looks(rest.unescaped))
    case "ended": steps.append(.ended)
    case "size":
      let size = rest.split(separator: "x").compactMap { Int($0) }
      guard size.count == 2 else { return }
      if steps.isEmpty {
        (columns, rows) = (size[0], size[1])
      } else {
        steps.append(.resize(columns: size[0], rows: size[1]))
      }
    case "arguments": arguments = rest.split(separator: " ").map(String.init)
    case "environment":
      let parts = rest.split(separator: "=", maxSplits: 1).map(String.init)
      environment[parts[0]] = parts.last
    case "settings": files["config/cpay/config.yaml"] = rest + "\n"
    case "file": files[rest] = "{}"
    case "remembered":
      files["state/cpay/history", default: ""] +=
        "{\"time\":1,\"text\":\"\(rest)\"}\n"
    default: break
    }
  }
}

extension String {
  /// The text with `\e`, `\n` and `\r` as what they stand for.
  fileprivate var unescaped: String {
    replacing("\\e", with: "\u{1b}").replacing("\\n", with: "\n").replacing("\\r", with: "\r")
      .replacing("\\a", with: "\u{7}")
  }
}

extension Tmux.Screen {
  /// The screen of a scene: rows, one of which may hold `‸` where the cursor is.
  init(_ rows: [String], cursor other: Tmux.Screen) {
    self = Tmux.Screen(rows: rows, row: other.row, column: other.column)
    for (row, text) in rows.enumerated() {
      guard let place = text.firstIndex(of: "‸") else { continue }
      (self.row, column) = (row, CharacterCell.cells(String(text[..<place]), .plain).columns)
      self.rows[row] = text.replacing("‸", with: "")
      while self.rows[row].last == " " { self.rows[row].removeLast() }
    }
    while self.rows.last == "" { self.rows.removeLast() }
  }

  /// The rows with `‸` where the cursor is.
  var marked: [String] {
    var rows = rows
    while rows.count <= row { rows.append("") }
    var cells: [String] = []
    for cell in CharacterCell.cells(rows[row], .plain) {
      cells += [cell.text] + Array(repeating: "", count: cell.columns - 1)
    }
    while cells.count < column { cells.append(" ") }
    cells.insert("‸", at: column)
    rows[row] = cells.joined()
    return rows
  }
}
