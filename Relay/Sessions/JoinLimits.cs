namespace RemoteAssist.Relay.Sessions;

/// <summary>
/// How many wrong codes may come from one address and in all; a token that seats no Agent counts as one. A try is taken
/// before the code is looked at and given back where it was not wrong, so that many at the same moment cannot slip past.
/// </summary>
internal sealed class JoinLimits(TimeProvider clock)
{
    /// <summary>Wrong codes from one address in <see cref="AddressWindow"/>: four customers of one office who each lose a code.</summary>
    public const int PerAddress = 20;

    public static readonly TimeSpan AddressWindow = TimeSpan.FromMinutes(10);

    /// <summary>
    /// Wrong codes in all in <see cref="WholeWindow"/>. With it an attacker with many addresses needs, for an even
    /// chance against a hundred open codes among 10,000,000,000, about five months.
    /// </summary>
    public const int InAll = 300;

    public static readonly TimeSpan WholeWindow = TimeSpan.FromMinutes(1);

    private readonly Lock gate = new();

    // Holds at most InAll × AddressWindow / WholeWindow = 3,000 addresses: beyond InAll nothing is counted any more.
    private readonly Dictionary<string, Window> addresses = new(StringComparer.Ordinal);
    private Window whole = new(DateTimeOffset.MinValue);

    /// <summary>Takes one try.</summary>
    /// <param name="address">Where it comes from, as <see cref="Hosting.AddressKey.Of"/> gives it.</param>
    /// <param name="sayIt">
    /// Where the answer is no: whether this is the first refusal of its window. Only that one gets an entry, or whoever
    /// is kept from guessing could fill the log instead.
    /// </param>
    public bool TryTake(string address, out bool sayIt)
    {
        lock (gate)
        {
            var now = clock.GetUtcNow();
            if (now >= whole.Start + WholeWindow)
            {
                whole = new Window(now);
                foreach (var (key, window) in addresses.ToList())
                {
                    if (now >= window.Start + AddressWindow)
                    {
                        addresses.Remove(key);
                    }
                }
            }

            if (!addresses.TryGetValue(address, out var own) || now >= own.Start + AddressWindow)
            {
                own = new Window(now);
            }

            var full = own.Count >= PerAddress ? own : whole.Count >= InAll ? whole : null;
            if (full is not null)
            {
                sayIt = !full.Said;
                full.Said = true;
                return false;
            }

            addresses[address] = own;
            own.Count++;
            whole.Count++;
            sayIt = false;
            return true;
        }
    }

    /// <summary>Gives a try back that was not a wrong code.</summary>
    public void GiveBack(string address)
    {
        lock (gate)
        {
            if (addresses.TryGetValue(address, out var own) && own.Count > 0)
            {
                own.Count--;
            }

            if (whole.Count > 0)
            {
                whole.Count--;
            }
        }
    }

    private sealed class Window(DateTimeOffset start)
    {
        public DateTimeOffset Start { get; } = start;

        public int Count { get; set; }

        public bool Said { get; set; }
    }
}
