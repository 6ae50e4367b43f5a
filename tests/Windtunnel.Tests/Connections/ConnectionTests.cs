namespace Windtunnel.Tests.Connections;

public sealed class ConnectionTests
{
    /// <summary>As Airflow 3.3.2 reads them: text, type, host, port, login, password, schema, extra.</summary>
    public static TheoryData<string, string, string, int?, string?, string?, string, string?> Uris => new()
    {
        {
            "postgresql://user:p%40ss%2Fw@DB.Example.com:5432/my%20db?sslmode=require",
            "postgres", "db.example.com", 5432, "user", "p@ss/w", "my db", """{"sslmode":"require"}"""
        },
        {
            "my-conn-type://login:password@host:8080/schema?param1=val1",
            "my_conn_type", "host", 8080, "login", "password", "schema", """{"param1":"val1"}"""
        },
        { "http://https%3A%2F%2Fapi.Example.com:443/v1", "http", "https://api.Example.com", 443, null, null, "v1", null },
        { "http://https://api.example.com:8443/path", "http", "https://api.example.com", 8443, null, null, "path", null },
        { "http://https://user:pw@Api.example.com", "http", "https://Api.example.com", null, "user", "pw", "", null },
        { "aws://@/?region_name=eu-west-1", "aws", "", null, null, "", "", """{"region_name":"eu-west-1"}""" },
        {
            "google-cloud-platform://?__extra__=%7B%22a%22%3A%20%7B%22b%22%3A%201%7D%7D",
            "google_cloud_platform", "", null, null, null, "", """{"a": {"b": 1}}"""
        },
        { "sqlite:////abs/path", "sqlite", "", null, null, null, "/abs/path", null },
        { "mysql://u:@h/", "mysql", "h", null, "u", "", "", null },
        { "fs://?path=%2Ftmp&x=", "fs", "", null, null, null, "", """{"path":"/tmp","x":""}""" },
        { "ftp://me@[::1]:21", "ftp", "::1", 21, "me", null, "", null },
        { "HTTP://h?a=1+2&a=3%2B4", "http", "h", null, null, null, "", """{"a":"3\u002B4"}""" },
    };

    [Theory]
    [MemberData(nameof(Uris))]
    public void Parse_Uri_GivesAirflowsParts(
        string text, string type, string host, int? port, string? login, string? password, string schema, string? extra) =>
        Assert.Equal(
            new Connection
            {
                Id = "c",
                Type = type,
                Host = host,
                Port = port,
                Login = login,
                Password = password,
                Schema = schema,
                Extra = extra,
            },
            Connection.Parse("c", text));

    [Theory]
    [MemberData(nameof(Uris))]
    public void ToUri_OfAParsedUri_ReadsBackTheSame(
        string text, string type, string host, int? port, string? login, string? password, string schema, string? extra)
    {
        _ = (type, host, port, login, password, schema, extra);
        Connection connection = Connection.Parse("c", text);

        Assert.Equal(connection, Connection.Parse("c", connection.ToUri()));
    }

    [Fact]
    public void Parse_Json_ReadsEveryField()
    {
        Connection connection = Connection.Parse("c", """
            {"conn_type": "postgresql", "host": "H", "login": "l", "password": "p", "schema": null, "port": "5432",
             "extra": {"sslmode": "require"}, "description": "The warehouse"}
            """);

        Assert.Equal(
            new Connection
            {
                Id = "c",
                Type = "postgres",
                Host = "H",
                Login = "l",
                Password = "p",
                Port = 5432,
                Extra = """{"sslmode": "require"}""",
            },
            connection);
    }

    [Theory]
    [InlineData("http://a://b://c", "This text has 3")]
    [InlineData("host-only", "This text has 0")]
    [InlineData("http://s3cret:s3cret@https://host", "after the protocol of the host")]
    [InlineData("http://user:s3cret/word@host", "no port from 0 to 65535")]
    [InlineData("http://host:65536", "no port from 0 to 65535")]
    [InlineData("{s3cret", "not JSON at line 1, byte 2")]
    [InlineData("""{"host": "h", "password": "s3cret"}""", "no conn_type")]
    [InlineData("""{"conn_type": "http", "pass": "s3cret"}""", "field 'pass'")]
    [InlineData("""{"conn_type": "http", "port": "s3cret"}""", "its port is no number")]
    [InlineData("""{"conn_type": "http", "host": 1}""", "'host' is no text")]
    public void Parse_Unreadable_SaysWhyWithoutTheSecret(string text, string reason)
    {
        FormatException thrown = Assert.Throws<FormatException>(() => Connection.Parse("c", text));

        Assert.StartsWith("Connection 'c' cannot be read: ", thrown.Message, StringComparison.Ordinal);
        Assert.Contains(reason, thrown.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", thrown.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Text_OfAConnection_ShowsNeitherPasswordNorExtra()
    {
        Connection connection = Connection.Parse("c", "http://me:s3cret@host:80/v1?token=s3cret");

        Assert.Equal("c (http://me@host:80/v1)", connection.ToString());
        Assert.Contains("s3cret", connection.ToUri(), StringComparison.Ordinal);
    }

    [Fact]
    public void Extras_OfTextAndOfJson_AreReadByType()
    {
        ConnectionExtras fromUri = Connection.Parse("c", "http://h?timeout=30&verify=False&name=").Extras;
        const string Json = """{"timeout": 30, "verify": false, "name": null}""";
        ConnectionExtras fromJson = new Connection { Id = "c", Type = "http", Extra = Json }.Extras;

        Assert.Equal((30, false, ""), (fromUri.Integer("timeout"), fromUri.Flag("verify"), fromUri.Text("name")));
        Assert.Equal((30, false, null), (fromJson.Integer("timeout"), fromJson.Flag("verify"), fromJson.Text("name")));
        Assert.Null(fromJson.Integer("missing"));
        Assert.Equal(["timeout", "verify", "name"], fromUri.Names);
        Assert.Throws<FormatException>(() => fromUri.Integer("verify"));
        Assert.Throws<FormatException>(() => fromUri.Flag("timeout"));
    }

    [Fact]
    public void Extras_OfAnExtraThatIsNoObject_Throw() =>
        Assert.Throws<FormatException>(() => new Connection { Id = "c", Type = "http", Extra = "[1]" }.Extras);

    [Fact]
    public void Extras_WithoutExtra_AreEmpty() => Assert.Empty(new Connection { Id = "c", Type = "http" }.Extras.Names);
}
