using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

#pragma warning disable CA1814 // Prefer jagged arrays over multidimensional

namespace Insights.Storage.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class Privacy : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<int>(
                name: "RuleSetVersion",
                table: "feed_event",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<string>(
                name: "AllowedStringId",
                table: "audit_entry",
                type: "TEXT",
                maxLength: 30,
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "Count",
                table: "audit_entry",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "ErasureId",
                table: "audit_entry",
                type: "TEXT",
                maxLength: 30,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "WithheldTextId",
                table: "audit_entry",
                type: "TEXT",
                maxLength: 30,
                nullable: true);

            migrationBuilder.CreateTable(
                name: "allowed_string",
                columns: table => new
                {
                    Id = table.Column<string>(type: "TEXT", maxLength: 30, nullable: false),
                    Text = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    Note = table.Column<string>(type: "TEXT", nullable: false),
                    ReviewBy = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    AddedBy = table.Column<string>(type: "TEXT", maxLength: 30, nullable: false),
                    AddedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    EndedBy = table.Column<string>(type: "TEXT", maxLength: 30, nullable: true),
                    EndedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    RuleSetVersion = table.Column<int>(type: "INTEGER", nullable: false),
                    Version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_allowed_string", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "case_alias",
                columns: table => new
                {
                    Old = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    New = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_case_alias", x => x.Old);
                });

            migrationBuilder.CreateTable(
                name: "case_key",
                columns: table => new
                {
                    KeyId = table.Column<int>(type: "INTEGER", nullable: false),
                    CheckValue = table.Column<string>(type: "TEXT", maxLength: 6, nullable: false),
                    FirstUsedAt = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_case_key", x => x.KeyId);
                });

            migrationBuilder.CreateTable(
                name: "erasure",
                columns: table => new
                {
                    Id = table.Column<string>(type: "TEXT", maxLength: 30, nullable: false),
                    Number = table.Column<long>(type: "INTEGER", nullable: false),
                    Kind = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Reason = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Words = table.Column<string>(type: "TEXT", nullable: true),
                    ReportId = table.Column<string>(type: "TEXT", maxLength: 30, nullable: true),
                    CommentId = table.Column<string>(type: "TEXT", maxLength: 30, nullable: true),
                    State = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    RequestedBy = table.Column<string>(type: "TEXT", maxLength: 30, nullable: false),
                    RequestedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    ReviewedBy = table.Column<string>(type: "TEXT", maxLength: 30, nullable: true),
                    ReviewedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    RowsChanged = table.Column<int>(type: "INTEGER", nullable: true),
                    RuleSetVersion = table.Column<int>(type: "INTEGER", nullable: false),
                    Version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_erasure", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "guard_state",
                columns: table => new
                {
                    Id = table.Column<int>(type: "INTEGER", nullable: false),
                    Fingerprint = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_guard_state", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "passed_finding",
                columns: table => new
                {
                    AuditPosition = table.Column<long>(type: "INTEGER", nullable: false),
                    Number = table.Column<int>(type: "INTEGER", nullable: false),
                    Path = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    RuleId = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    Type = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Start = table.Column<int>(type: "INTEGER", nullable: false),
                    End = table.Column<int>(type: "INTEGER", nullable: false),
                    Reason = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true),
                    AllowedStringId = table.Column<string>(type: "TEXT", maxLength: 30, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_passed_finding", x => new { x.AuditPosition, x.Number });
                    table.ForeignKey(
                        name: "FK_passed_finding_audit_entry_AuditPosition",
                        column: x => x.AuditPosition,
                        principalTable: "audit_entry",
                        principalColumn: "Position",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "withheld_text",
                columns: table => new
                {
                    Id = table.Column<string>(type: "TEXT", maxLength: 30, nullable: false),
                    Number = table.Column<long>(type: "INTEGER", nullable: false),
                    Text = table.Column<string>(type: "TEXT", nullable: false),
                    Findings = table.Column<string>(type: "TEXT", nullable: false),
                    State = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    WithheldAt = table.Column<long>(type: "INTEGER", nullable: false),
                    RuleSetVersion = table.Column<int>(type: "INTEGER", nullable: false),
                    SettledBy = table.Column<string>(type: "TEXT", maxLength: 30, nullable: true),
                    SettledAt = table.Column<long>(type: "INTEGER", nullable: true),
                    Version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_withheld_text", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "withheld_place",
                columns: table => new
                {
                    WithheldTextId = table.Column<string>(type: "TEXT", maxLength: 30, nullable: false),
                    Table = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Key = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    Path = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    ReportId = table.Column<string>(type: "TEXT", maxLength: 30, nullable: true),
                    GapId = table.Column<string>(type: "TEXT", maxLength: 30, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_withheld_place", x => new { x.WithheldTextId, x.Table, x.Key, x.Path });
                    table.ForeignKey(
                        name: "FK_withheld_place_withheld_text_WithheldTextId",
                        column: x => x.WithheldTextId,
                        principalTable: "withheld_text",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.InsertData(
                table: "counter",
                columns: new[] { "Name", "Value" },
                values: new object[,]
                {
                    { "erasure", 0L },
                    { "withheld", 0L }
                });

            migrationBuilder.InsertData(
                table: "guard_state",
                columns: new[] { "Id", "Fingerprint" },
                values: new object[] { 1, "" });

            migrationBuilder.CreateIndex(
                name: "IX_case_alias_New",
                table: "case_alias",
                column: "New");

            migrationBuilder.CreateIndex(
                name: "IX_erasure_Number",
                table: "erasure",
                column: "Number",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_erasure_State_Number",
                table: "erasure",
                columns: new[] { "State", "Number" });

            migrationBuilder.CreateIndex(
                name: "IX_passed_finding_AllowedStringId",
                table: "passed_finding",
                column: "AllowedStringId");

            migrationBuilder.CreateIndex(
                name: "IX_withheld_place_ReportId",
                table: "withheld_place",
                column: "ReportId");

            migrationBuilder.CreateIndex(
                name: "IX_withheld_text_Number",
                table: "withheld_text",
                column: "Number",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_withheld_text_State_Number",
                table: "withheld_text",
                columns: new[] { "State", "Number" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "allowed_string");

            migrationBuilder.DropTable(
                name: "case_alias");

            migrationBuilder.DropTable(
                name: "case_key");

            migrationBuilder.DropTable(
                name: "erasure");

            migrationBuilder.DropTable(
                name: "guard_state");

            migrationBuilder.DropTable(
                name: "passed_finding");

            migrationBuilder.DropTable(
                name: "withheld_place");

            migrationBuilder.DropTable(
                name: "withheld_text");

            migrationBuilder.DeleteData(
                table: "counter",
                keyColumn: "Name",
                keyValue: "erasure");

            migrationBuilder.DeleteData(
                table: "counter",
                keyColumn: "Name",
                keyValue: "withheld");

            migrationBuilder.DropColumn(
                name: "RuleSetVersion",
                table: "feed_event");

            migrationBuilder.DropColumn(
                name: "AllowedStringId",
                table: "audit_entry");

            migrationBuilder.DropColumn(
                name: "Count",
                table: "audit_entry");

            migrationBuilder.DropColumn(
                name: "ErasureId",
                table: "audit_entry");

            migrationBuilder.DropColumn(
                name: "WithheldTextId",
                table: "audit_entry");
        }
    }
}
