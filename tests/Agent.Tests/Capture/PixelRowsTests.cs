using System.Runtime.InteropServices;
using RemoteAssist.Agent.Capture;
using RemoteAssist.Agent.Tests.Fakes;

namespace RemoteAssist.Agent.Tests.Capture;

public sealed class PixelRowsTests
{
    [Fact]
    public void RowsOfAnyLengthAreCopiedAsPixelByPixelWithTheFourthByteGone()
    {
        var noise = new Lcg(5);
        for (var width = 0; width < 200; width++)
        {
            var source = noise.Bytes(width * 4);
            var (target, twin) = (noise.Bytes((width * 4) + 8), new uint[width]);
            var behind = target[(width * 4)..];

            PixelRows.Copy(source, target.AsSpan(0, width * 4));

            PixelRows.CopyScalar(MemoryMarshal.Cast<byte, uint>(source), twin);
            target[..(width * 4)].Should().Equal(MemoryMarshal.AsBytes(twin.AsSpan()).ToArray(), "{0} pixels", width);
            target[(width * 4)..].Should().Equal(behind, "nothing behind the row is written");
            target[..(width * 4)].Where((value, i) => value != (i % 4 == 3 ? 0 : source[i])).Should().BeEmpty();
        }
    }
}
