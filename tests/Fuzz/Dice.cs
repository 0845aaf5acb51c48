namespace RemoteAssist.Fuzz;

/// <summary>Numbers that look arbitrary and are the same for the same seed (SplitMix64, Steele, Lea and Flood 2014).</summary>
/// <param name="seed">Any number.</param>
internal struct Dice(ulong seed)
{
    private ulong state = seed;

    public ulong Next()
    {
        state += 0x9e3779b97f4a7c15;
        var mixed = state;
        mixed = (mixed ^ (mixed >> 30)) * 0xbf58476d1ce4e5b9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111eb;
        return mixed ^ (mixed >> 31);
    }

    /// <summary>From 0 to <paramref name="below"/> − 1; 0 where there is no room.</summary>
    public int Next(int below) => below <= 0 ? 0 : (int)(((Next() >> 32) * (uint)below) >> 32);
}
