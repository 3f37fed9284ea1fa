/*
 * What of PCI Express the kernel may run by itself: power events, error reports, capabilities (bits
 * 2 to 4 of the control word). Not hotplug (bits 0, 1): QEMU leaves it to ACPI by default, and a
 * kernel that takes such slots over finds the devices in them switched off.
 * PCI Firmware 3.2, section 4.5.1.
 */
Method (_OSC, 4)
{
	CreateDWordField (Arg3, 0, STAT)
	If (Arg0 != ToUUID ("33db4d5b-1ff7-401c-9657-7441c03dd766"))
	{
		STAT |= 0x04
		Return (Arg3)
	}
	CreateDWordField (Arg3, 8, CTRL)
	If (Arg1 != 1) { STAT |= 0x08 }
	If (CTRL & 0xFFFFFFE3) { STAT |= 0x10 }
	CTRL &= 0x1C
	Return (Arg3)
}
