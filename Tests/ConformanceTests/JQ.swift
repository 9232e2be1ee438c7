import CpayValue
import Foundation

/// The program jq, as a second opinion.
enum JQ {
  /// Where it is; nil when it is not installed.
  static let executable: URL? =
    (ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin").split(separator: ":")
    .map { URL(filePath: String($0)).appending(path: "jq") }
    .first { FileManager.default.isExecutableFile(atPath: $0.path) }

  /// Logic in which null is unknown, as the language has it; adding 0 makes one of -0.
  static let prelude = """
    def negated: if . == null then null else not end;
    def both(p; q): p as $p | q as $q
      | if $p == false or $q == false then false
        elif $p == null or $q == null then null else true end;
    def either(p; q): p as $p | q as $q
      | if $p == true or $q == true then true
        elif $p == null or $q == null then null else false end;
    def known(x; y; f): x as $x | y as $y
      | if $x == null or $y == null then null else [$x, $y] | f end;
    def less(x; y): known(x; y; .[0] < .[1]);
    def atmost(x; y): known(x; y; .[0] <= .[1]);
    def more(x; y): known(x; y; .[0] > .[1]);
    def atleast(x; y): known(x; y; .[0] >= .[1]);
    def plus(x; y): known(x; y; .[0] + .[1]);
    def minus(x; y): known(x; y; .[0] - .[1]);
    def times(x; y): known(x; y; .[0] * .[1] + 0);
    def equal(x; y): x as $x | y as $y | $x == $y;
    def unequal(x; y): x as $x | y as $y | $x != $y;
    def opposite: if . == null then null else 0 - . end;
    def default(x; y): x as $x | if $x == null then y else $x end;
    def choice(c; x; y): c as $c | if $c == null then null elif $c == true then x else y end;
    def decision(c; x; y): choice(c; x; y);
    def among(x; l): x as $x | l | any(. == $x);
    def listed(x; l): x as $x | l as $l
      | if $l == null then null else $l | any(. == $x) end;
    def size: if . == null then null else length end;
    def absolute: if . == null then null elif . < 0 then 0 - . else . end;
    def small: if . == null then null else ascii_downcase end;
    def holds(x; y): known(x; y; .[1] as $y | .[0] | contains($y));
    def like(x; y): known(x; y; .[1] as $y | .[0] | test($y));
    def rising(f): sort_by(f == null, f);
    def falling(f): reverse | sort_by(f) | reverse;
    def firsts(f): reduce .[] as $row ({seen: {}, rows: []};
        ($row | f | tojson) as $key
        | if .seen[$key] then . else .seen[$key] = true | .rows += [$row] end)
      | .rows;
    def total(f): map(f | values) | if length == 0 then null else add end;

    """

  /// What each of `expressions` yields over the array of all rows, in one process: one JSON text
  /// each, with the keys of objects in alphabetical order.
  static func results(
    _ expressions: [String], over rows: [String], in folder: String
  ) throws -> [String] {
    let program = folder + "/program.jq"
    let input = folder + "/rows.json"
    let output = folder + "/results"
    let text = prelude + expressions.map { "(\($0))" }.joined(separator: ",\n")
    try Data(text.utf8).write(to: URL(filePath: program))
    try Data(("[" + rows.joined(separator: ",") + "]").utf8).write(to: URL(filePath: input))
    try Data().write(to: URL(filePath: output))
    let process = Process()
    process.executableURL = executable
    process.arguments = ["-c", "-S", "-f", program, input]
    process.standardOutput = try FileHandle(forWritingTo: URL(filePath: output))
    try process.run()
    process.waitUntilExit()
    let bytes = FileManager.default.contents(atPath: output) ?? Data()
    return String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init)
  }
}
