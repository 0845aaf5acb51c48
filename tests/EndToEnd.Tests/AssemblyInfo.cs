// Each test drives a whole desktop, a Relay and a browser; two at once on two cores would measure each other.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
