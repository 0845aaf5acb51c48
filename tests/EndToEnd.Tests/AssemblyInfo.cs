// Each test drives a whole desktop, a Relay and a browser, and mostly waits for them: two at once fill two cores.
[assembly: CollectionBehavior(MaxParallelThreads = 2)]
