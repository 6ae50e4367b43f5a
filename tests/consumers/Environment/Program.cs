using Windtunnel.Environments;

// Brings up the services that it is told to, says so, and waits to be killed, or for the end of its input. Tests of
// Windtunnel.Environments run it.
await using var environment = new TestEnvironment();
foreach (string service in args)
{
    if (service.Split(':', 2) is ["warm", var name])
    {
        environment.KeptWarm(name);
        continue;
    }

    environment.Add(service.Split(':', 2) switch
    {
        ["postgres"] => Service.Postgres(),
        ["nats"] => Service.Nats(),
        ["http"] => Service.Http("http", stub => stub.Get("/").Returns(200)),
        ["objects"] => Service.Objects("objects", "bucket"),
        ["smtp"] => Service.Smtp("smtp"),
        ["given", var uri] => Service.Postgres("given").At(uri),
        ["container", var image] => Service.Container(image),
        _ => Service.Redis(service),
    });
}

Console.WriteLine("begun");
Console.WriteLine(await environment.StartAsync());
await using TestPart part = await environment.OpenAsync();
foreach (Windtunnel.Connection connection in part.Connections.Values)
{
    Console.WriteLine($"at {connection.Host}:{connection.Port}");
}

Console.WriteLine("up");
await Console.In.ReadToEndAsync();
