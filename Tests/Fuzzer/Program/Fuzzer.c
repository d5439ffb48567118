// Nothing: libFuzzer brings the entry point, and calls what is in Tests/Fuzzer/Entry. A program in Swift would be given an
// entry point of its own.
typedef int nothing;
