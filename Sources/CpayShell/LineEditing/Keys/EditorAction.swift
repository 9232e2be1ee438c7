/// What a key does that libedit has no command for, or none that fits a text of several lines.
enum EditorAction: Hashable, Sendable {
  /// Gives the line to whoever asked, or begins another where it is not whole.
  case accept
  /// Begins another line, come what may.
  case newline
  case insert(String)
  /// Puts another text in the place of the line.
  case replace(EditedText)

  case left
  case right
  case wordLeft
  case wordRight
  case up
  case down
  case lineStart
  case lineEnd
  case textStart
  case textEnd
  /// Puts the cursor at a place.
  case move(Int)

  case deleteBackward
  case deleteForward
  /// Deletes forward; ends the input where the line is empty.
  case deleteOrEnd
  /// Deletes from the cursor on, and keeps it.
  case cut(EditedText.Reach)
  /// Puts in what was cut last.
  case putBack

  case olderEntry
  case newerEntry
  case undo
  case redo

  case clearScreen
  /// Drops the line.
  case interrupt
  /// Stops the process, to be continued by its shell.
  case suspend
}
