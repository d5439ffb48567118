/// The ranks cannot work together as they were started.
struct LaunchError: Error, CustomStringConvertible {
  let description: String
}
