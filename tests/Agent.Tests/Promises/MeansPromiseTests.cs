using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using RemoteAssist.Agent.Platform.X11;

namespace RemoteAssist.Agent.Tests.Promises;

/// <summary>
/// What the Agent does not call it cannot do: every native function that it declares is looked at. XGrabServer is among
/// them and takes nothing from anybody: it holds other programs' requests up for as long as a fetch or one input takes, and ends with the
/// connection. XGrabKey would take one key; the stop key listens without it.
/// </summary>
[Trait("Promise", "7")]
public sealed partial class MeansPromiseTests
{
    [Fact]
    public void NoNativeFunctionThatBlanksTheScreenOrLocksItsOwnerOutIsDeclared()
    {
        using var tried = new Tried(7, "native functions of the Agent that neither blank the screen nor take pointer or keyboard away");
        foreach (var function in Declared())
        {
            tried.Try(!Forbidden().IsMatch(function), function);
        }

        Declared().Should().Contain(["XShmGetImage", "XGrabServer", "gtk_main", "shmget"], "the search sees what is declared");
        Declared().Should().HaveCountGreaterThan(150);
        tried.MustHold();
    }

    [Theory]
    [InlineData("DPMSForceLevel")]
    [InlineData("XGrabPointer")]
    [InlineData("XGrabKeyboard")]
    [InlineData("XIGrabDevice")]
    [InlineData("XActivateScreenSaver")]
    [InlineData("XScreenSaverSuspend")]
    [InlineData("gdk_seat_grab")]
    [InlineData("XRRSetCrtcConfig")]
    [InlineData("XF86VidModeSetGamma")]
    public void TheSearchKnowsThemByName(string function) => Forbidden().IsMatch(function).Should().BeTrue();

    [Fact]
    public void NoFunctionIsLookedUpByNameAndNoOtherProgramIsStartedThanThisOne()
    {
        using var file = File.OpenRead(typeof(X11Desktop).Assembly.Location);
        using var image = new PEReader(file);
        var metadata = image.GetMetadataReader();
        var called = metadata.MemberReferences
            .Select(handle => metadata.GetMemberReference(handle))
            .Where(member => member.Parent.Kind == HandleKind.TypeReference)
            .Select(member => $"{TypeName(member)}.{metadata.GetString(member.Name)}").ToArray();
        string TypeName(MemberReference member) => metadata.GetString(metadata.GetTypeReference((TypeReferenceHandle)member.Parent).Name);

        called.Should().Contain("NativeLibrary.TryLoad", "the search sees what is called");
        called.Should().NotContain(["NativeLibrary.GetExport", "Marshal.GetDelegateForFunctionPointer"]);

        // The one that may start a program starts this very one once more, with the same few means.
        Starters(image, metadata).Should().Equal([nameof(LastHand)]);
    }

    private static string[] Starters(PEReader image, MetadataReader metadata)
    {
        const byte Call = 0x28, CallVirtual = 0x6f;
        var starts = metadata.MemberReferences
            .Where(handle => metadata.GetString(metadata.GetMemberReference(handle).Name) == nameof(System.Diagnostics.Process.Start)
                && metadata.GetMemberReference(handle).Parent is { Kind: HandleKind.TypeReference } parent
                && metadata.GetString(metadata.GetTypeReference((TypeReferenceHandle)parent).Name) == nameof(System.Diagnostics.Process))
            .Select(handle => BitConverter.GetBytes(MetadataTokens.GetToken(handle))).ToArray();
        return
        [
            .. metadata.MethodDefinitions.Select(handle => metadata.GetMethodDefinition(handle))
                .Where(method => method.RelativeVirtualAddress != 0
                    && image.GetMethodBody(method.RelativeVirtualAddress).GetILBytes() is { } code
                    && starts.Any(token => code.AsSpan().IndexOf([Call, .. token]) >= 0 || code.AsSpan().IndexOf([CallVirtual, .. token]) >= 0))
                .Select(method => metadata.GetString(metadata.GetTypeDefinition(method.GetDeclaringType()).Name)).Distinct(),
        ];
    }

    private static string[] Declared() =>
    [
        .. typeof(X11Desktop).Assembly.GetTypes()
            .SelectMany(type => type.GetMethods(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            .Select(method => method.GetCustomAttribute<DllImportAttribute>()?.EntryPoint).OfType<string>().Distinct(),
    ];

    [GeneratedRegex(
        "^(DPMS|XScreenSaver|XSetScreenSaver|XForceScreenSaver|XActivateScreenSaver|XResetScreenSaver|XGrabPointer|XGrabKeyboard|XGrabButton|XGrabKey$|"
        + "XIGrab|XIChangeHierarchy|XIChangeProperty|XISetFocus|XIWarpPointer|XGrabDevice|XSetDeviceMode|XChangeDeviceProperty|XSetPointerMapping|XSetModifierMapping|"
        + "XkbLock|XkbSetControls|XRRSet|XRRDelete|XF86VidMode|XFixesHideCursor|XFixesCreatePointerBarrier|XTestGrabControl|XKillClient|XSetCloseDownMode|"
        + "g[dt]k_(seat|pointer|keyboard|device)_grab|gtk_window_fullscreen|ioctl|setns|ptrace)",
        RegexOptions.ExplicitCapture,
        1_000)]
    private static partial Regex Forbidden();
}
