/*
 * What the kernel cannot find by itself on QEMU's microvm with ACPI: virtio-mmio transports, serial
 * port, clock, power button, and with pcie=on the host bridge. Which of them exist is looked up in the
 * devices. QEMU docs/system/i386/microvm.rst; virtio 1.2, section 4.2.2; ACPI 6.5, section 5.6.9.
 */
DefinitionBlock ("", "DSDT", 2, "SNPSHM", "SHIM-MVM", 1)
{
	Name (\_S5, Package () { 5, 0, 0, 0 })

	Scope (\_SB)
	{
		OperationRegion (UARA, SystemIO, 0x03FD, 1)
		Field (UARA, ByteAcc, NoLock, Preserve) { LSRA, 8 }
		OperationRegion (CMOS, SystemIO, 0x71, 1)
		Field (CMOS, ByteAcc, NoLock, Preserve) { CMSD, 8 }

		Device (COM1)
		{
			Name (_HID, EisaId ("PNP0501"))
			Name (_UID, 1)
			Method (_STA)
			{
				If (LSRA == 0xFF) { Return (0) }
				Return (0x0F)
			}
			Name (_CRS, ResourceTemplate ()
			{
				IO (Decode16, 0x03F8, 0x03F8, 0, 8)
				IRQNoFlags () { 4 }
			})
		}

		/* No register of a clock that is there reads as all ones. */
		Device (RTC)
		{
			Name (_HID, EisaId ("PNP0B00"))
			Method (_STA)
			{
				If (CMSD == 0xFF) { Return (0) }
				Return (0x0F)
			}
			Name (_CRS, ResourceTemplate ()
			{
				IO (Decode16, 0x70, 0x70, 1, 8)
				IRQNoFlags () { 8 }
			})
		}

		/* Reading the event register says what happened, and forgets it. Bit 1: power button. */
		Device (GED)
		{
			Name (_HID, "ACPI0013")
			Name (_UID, 0)
			Name (_CRS, ResourceTemplate ()
			{
				Interrupt (ResourceConsumer, Edge, ActiveHigh, Exclusive) { 9 }
			})
			OperationRegion (GEDR, SystemMemory, 0xFEA00000, 4)
			Field (GEDR, DWordAcc, NoLock, Preserve) { GEVT, 32 }
			Method (_EVT, 1, Serialized)
			{
				If (GEVT & 2) { Notify (\_SB.PWRB, 0x80) }
			}
		}

		Device (PWRB)
		{
			Name (_HID, EisaId ("PNP0C0C"))
		}

		/* Transport Arg0 has a device behind it: magic value "virt", device ID not 0. */
		Method (VSTA, 1, Serialized)
		{
			OperationRegion (VIOR, SystemMemory, 0xFEB00000 + (Arg0 << 9), 12)
			Field (VIOR, DWordAcc, NoLock, Preserve) { MAGI, 32, VERS, 32, DEVI, 32 }
			If (MAGI != 0x74726976) { Return (0) }
			If (DEVI == 0) { Return (0) }
			Return (0x0F)
		}

		/* 512 bytes of registers and a line of the second I/O APIC for each transport. */
		Method (VCRS, 1, Serialized)
		{
			Name (TMPL, ResourceTemplate ()
			{
				Memory32Fixed (ReadWrite, 0, 0x200, REGS)
				Interrupt (ResourceConsumer, Level, ActiveHigh, Exclusive, , , LINE) { 0 }
			})
			CreateDWordField (TMPL, REGS._BAS, BASE)
			CreateDWordField (TMPL, LINE._INT, GSIN)
			BASE = 0xFEB00000 + (Arg0 << 9)
			GSIN = 24 + Arg0
			Return (TMPL)
		}

		/* Last first, as QEMU lists them: its first device is behind the last transport. */
		Device (V23)
		{
			Name (_HID, "LNRO0005")
			Name (_UID, 23)
			Name (_CCA, 1)
			Method (_STA) { Return (VSTA (23)) }
			Method (_CRS) { Return (VCRS (23)) }
		}
		Device (V22)
		{
			Name (_HID, "LNRO0005")
			Name (_UID, 22)
			Name (_CCA, 1)
			Method (_STA) { Return (VSTA (22)) }
			Method (_CRS) { Return (VCRS (22)) }
		}
		Device (V21)
		{
			Name (_HID, "LNRO0005")
			Name (_UID, 21)
			Name (_CCA, 1)
			Method (_STA) { Return (VSTA (21)) }
			Method (_CRS) { Return (VCRS (21)) }
		}
		Device (V20)
		{
			Name (_HID, "LNRO0005")
			Name (_UID, 20)
			Name (_CCA, 1)
			Method (_STA) { Return (VSTA (20)) }
			Method (_CRS) { Return (VCRS (20)) }
		}
		Device (V19)
		{
			Name (_HID, "LNRO0005")
			Name (_UID, 19)
			Name (_CCA, 1)
			Method (_STA) { Return (VSTA (19)) }
			Method (_CRS) { Return (VCRS (19)) }
		}
		Device (V18)
		{
			Name (_HID, "LNRO0005")
			Name (_UID, 18)
			Name (_CCA, 1)
			Method (_STA) { Return (VSTA (18)) }
			Method (_CRS) { Return (VCRS (18)) }
		}
		Device (V17)
		{
			Name (_HID, "LNRO0005")
			Name (_UID, 17)
			Name (_CCA, 1)
			Method (_STA) { Return (VSTA (17)) }
			Method (_CRS) { Return (VCRS (17)) }
		}
		Device (V16)
		{
			Name (_HID, "LNRO0005")
			Name (_UID, 16)
			Name (_CCA, 1)
			Method (_STA) { Return (VSTA (16)) }
			Method (_CRS) { Return (VCRS (16)) }
		}
		Device (V15)
		{
			Name (_HID, "LNRO0005")
			Name (_UID, 15)
			Name (_CCA, 1)
			Method (_STA) { Return (VSTA (15)) }
			Method (_CRS) { Return (VCRS (15)) }
		}
		Device (V14)
		{
			Name (_HID, "LNRO0005")
			Name (_UID, 14)
			Name (_CCA, 1)
			Method (_STA) { Return (VSTA (14)) }
			Method (_CRS) { Return (VCRS (14)) }
		}
		Device (V13)
		{
			Name (_HID, "LNRO0005")
			Name (_UID, 13)
			Name (_CCA, 1)
			Method (_STA) { Return (VSTA (13)) }
			Method (_CRS) { Return (VCRS (13)) }
		}
		Device (V12)
		{
			Name (_HID, "LNRO0005")
			Name (_UID, 12)
			Name (_CCA, 1)
			Method (_STA) { Return (VSTA (12)) }
			Method (_CRS) { Return (VCRS (12)) }
		}
		Device (V11)
		{
			Name (_HID, "LNRO0005")
			Name (_UID, 11)
			Name (_CCA, 1)
			Method (_STA) { Return (VSTA (11)) }
			Method (_CRS) { Return (VCRS (11)) }
		}
		Device (V10)
		{
			Name (_HID, "LNRO0005")
			Name (_UID, 10)
			Name (_CCA, 1)
			Method (_STA) { Return (VSTA (10)) }
			Method (_CRS) { Return (VCRS (10)) }
		}
		Device (V09)
		{
			Name (_HID, "LNRO0005")
			Name (_UID, 9)
			Name (_CCA, 1)
			Method (_STA) { Return (VSTA (9)) }
			Method (_CRS) { Return (VCRS (9)) }
		}
		Device (V08)
		{
			Name (_HID, "LNRO0005")
			Name (_UID, 8)
			Name (_CCA, 1)
			Method (_STA) { Return (VSTA (8)) }
			Method (_CRS) { Return (VCRS (8)) }
		}
		Device (V07)
		{
			Name (_HID, "LNRO0005")
			Name (_UID, 7)
			Name (_CCA, 1)
			Method (_STA) { Return (VSTA (7)) }
			Method (_CRS) { Return (VCRS (7)) }
		}
		Device (V06)
		{
			Name (_HID, "LNRO0005")
			Name (_UID, 6)
			Name (_CCA, 1)
			Method (_STA) { Return (VSTA (6)) }
			Method (_CRS) { Return (VCRS (6)) }
		}
		Device (V05)
		{
			Name (_HID, "LNRO0005")
			Name (_UID, 5)
			Name (_CCA, 1)
			Method (_STA) { Return (VSTA (5)) }
			Method (_CRS) { Return (VCRS (5)) }
		}
		Device (V04)
		{
			Name (_HID, "LNRO0005")
			Name (_UID, 4)
			Name (_CCA, 1)
			Method (_STA) { Return (VSTA (4)) }
			Method (_CRS) { Return (VCRS (4)) }
		}
		Device (V03)
		{
			Name (_HID, "LNRO0005")
			Name (_UID, 3)
			Name (_CCA, 1)
			Method (_STA) { Return (VSTA (3)) }
			Method (_CRS) { Return (VCRS (3)) }
		}
		Device (V02)
		{
			Name (_HID, "LNRO0005")
			Name (_UID, 2)
			Name (_CCA, 1)
			Method (_STA) { Return (VSTA (2)) }
			Method (_CRS) { Return (VCRS (2)) }
		}
		Device (V01)
		{
			Name (_HID, "LNRO0005")
			Name (_UID, 1)
			Name (_CCA, 1)
			Method (_STA) { Return (VSTA (1)) }
			Method (_CRS) { Return (VCRS (1)) }
		}
		Device (V00)
		{
			Name (_HID, "LNRO0005")
			Name (_UID, 0)
			Name (_CCA, 1)
			Method (_STA) { Return (VSTA (0)) }
			Method (_CRS) { Return (VCRS (0)) }
		}

		/* pcie=on: the bridge answers in its own configuration space. */
		Device (PCI0)
		{
			Name (_HID, EisaId ("PNP0A08"))
			Name (_CID, EisaId ("PNP0A03"))
			Name (_UID, 0)
			Name (_CCA, 1)
			Name (_CBA, 0xE0000000)
			OperationRegion (BRID, SystemMemory, 0xE0000000, 4)
			Field (BRID, DWordAcc, NoLock, Preserve) { IDEN, 32 }
			Method (_STA)
			{
				If (IDEN == 0 || IDEN == 0xFFFFFFFF) { Return (0) }
				Return (0x0F)
			}
			Name (_CRS, ResourceTemplate ()
			{
				WordBusNumber (ResourceProducer, MinFixed, MaxFixed, PosDecode,
					0, 0, 0xFF, 0, 0x100)
				DWordMemory (ResourceProducer, PosDecode, MinFixed, MaxFixed, NonCacheable,
					ReadWrite, 0, 0xC0000000, 0xDFFFFFFF, 0, 0x20000000)
			})
			Include ("osc.asl")

			/* Slots turn through GSI 16 to 19. */
			Method (ROUT, 2) { Return (16 + ((Arg0 + Arg1) & 3)) }
			Include ("route.asl")
		}

		Device (ECAM)
		{
			Name (_HID, EisaId ("PNP0C02"))
			Method (_STA) { Return (\_SB.PCI0._STA ()) }
			Name (_CRS, ResourceTemplate ()
			{
				Memory32Fixed (ReadWrite, 0xE0000000, 0x10000000)
			})
		}
	}
}
