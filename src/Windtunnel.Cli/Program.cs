using Windtunnel.Cli;

return await CommandLine.InvokeAsync(args, Terminal.TakeStandardOutput(), Console.Error);
