/// What the letters do with the keys of vi, once Esc has ended the inserting that each line begins
/// with.
enum ViLetters {
  /// The letters, then what they do.
  static let described = [
    ["Esc", "end inserting, which each line begins with; what follows are the keys then"],
    ["i, a", "insert before, or behind the cursor"],
    ["I, A", "insert at the start, or the end of the text"],
    ["h, l", "one character to the left, to the right"],
    ["w, b, e", "the next word, the one before, the end of the word"],
    ["0, $", "the start, the end of the text"],
    ["x, X", "delete the character under, before the cursor"],
    ["d, c", "cut up to where the next key goes, and insert there with c"],
    ["D, C", "cut the text behind the cursor, and insert there with C"],
    ["p, P", "put back what was cut behind, before the cursor"],
    ["r", "replace the character with the next key"],
    ["k, j", "the line above, below, or what was typed before, after"],
    ["/, ?", "search what was typed; Enter fetches what was found"],
    ["u, Ctrl-R", "undo, redo; while inserting, Ctrl-R searches what was typed"],
  ]
}
