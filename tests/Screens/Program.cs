using RemoteAssist.Agent.Capture;
using RemoteAssist.Agent.Platform.X11;
using RemoteAssist.Agent.Texts;
using RemoteAssist.Screens;
using RemoteAssist.Tests.Support;

// Screens DISPLAY LANGUAGE light|dark FOLDER SUFFIX: every window of the customer's, one after the other, into
// FOLDER/NAME-SUFFIX.png; fails where something is cut off. The display has a window manager and nothing else on it.
var (display, language, dark, folder, suffix) = (args[0], args[1], args[2] == "dark", args[3], args[4]);
if (X11Desktop.Open(name => name == "DISPLAY" ? display : null) is { } trouble)
{
    Console.Error.WriteLine(trouble);
    return 1;
}

var windows = new GtkCustomerWindows(
    Text.For(language, _ => null), "relay.example", new OwnWindows(), new SharedScreen(), new SomeDesktop(), dark);
var failure = default(Exception);
var cutOff = new List<string>();
var scale = Environment.GetEnvironmentVariable("GDK_SCALE") == "2" ? 2 : 1;
var photographer = new Thread(() =>
{
    try
    {
        foreach (var scene in Scene.All)
        {
            if (scene.Screen is { } screen)
            {
                windows.Show(screen);
                OnGtk.Settle();
            }

            foreach (var name in scene.Presses)
            {
                OnGtk.Do(() => RemoteAssist.Agent.Tests.Platform.Accessible.Called(name(language == "en" ? 0 : 1)).Press());
                OnGtk.Settle();
            }

            var picture = ScreenReader.Read(display);
            OnGtk.Do(() => cutOff.AddRange(CutOff.Find(picture.Width, picture.Height, scale).Select(what => $"{scene.Name}-{suffix}: {what}")));
            picture.Save(Path.Combine(folder, $"{scene.Name}-{suffix}.png"));
        }
    }
    catch (Exception problem)
    {
        failure = problem;
    }
    finally
    {
        GtkCustomerWindows.Quit();
    }
});
photographer.Start();
windows.Run(new Nobody());
photographer.Join();
if (failure is not null)
{
    Console.Error.WriteLine(failure);
}

cutOff.ForEach(Console.Error.WriteLine);
return failure is null && cutOff.Count == 0 ? 0 : 1;
