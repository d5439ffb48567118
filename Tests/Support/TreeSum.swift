/// The sum of values along the program's tree, by recursion.
///
/// Node (h, k) covers the leaves from k·2ʰ up to (k+1)·2ʰ: its left child is the largest power of two that leaves
/// something for the right one.
///
/// - Precondition: there is at least one value.
package func treeSum<Value>(_ values: [Value], _ add: (Value, Value) -> Value) -> Value {
  guard values.count > 1 else { return values[0] }
  var left = 1
  while 2 * left < values.count { left *= 2 }
  return add(treeSum(Array(values.prefix(left)), add), treeSum(Array(values.dropFirst(left)), add))
}
