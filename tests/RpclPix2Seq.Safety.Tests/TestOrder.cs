using Xunit.Sdk;
using Xunit.v3;

// Memory is counted for the thread that reads, but garbage from other tests would be collected on it.
[assembly: Parallelization(Mode = ParallelMode.None)]
